// Takes the pictures the README shows, from a gateway that has a few bookings: tests/browser/run --tour
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, open } from './events.mjs'
import { widths } from './soundness.mjs'
import { Stack, until } from './stack.mjs'
import { agree, asksTheBankLater, bookAndPay, course, fillCard, good, heading, payAfterARefusal, payWith, returned,
  sessionOf, text, turnBack } from './steps.mjs'

const folder = process.env.TOUR ?? path.join(path.dirname(fileURLToPath(import.meta.url)), 'tour')

async function take(page, name, most = 1400) {
  await page.evaluate(() => document.activeElement.blur())
  for (const size of Object.values(widths)) {
    await page.setViewportSize({ width: size.width, height: 400 })
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width: size.width, height: Math.min(height, most) })
    await page.screenshot({ path: path.join(folder, `${name}-${size.width}.png`) })
  }
  await page.setViewportSize(widths.desk)
}

async function whatTheClientSees(page, stack) {
  await page.goto(`${stack.sandbox}/demo`)
  await page.getByLabel('Your name').fill('Ada Example')
  await page.getByLabel('Your e-mail').fill('ada@example.com')
  await take(page, 'demo')
  await page.click('#book')
  await page.waitForURL(`${stack.sandbox}/c/pay/**`)
  await fillCard(page, good)
  await take(page, 'payment')
  await payAfterARefusal(page, stack, take)
  await bookAndPay(page, stack, 'tour-1')
  await page.goto(stack.link('tour-1'))
  await take(page, 'already-paid')
  await turnBack(page, stack, 'tour-2')
  await take(page, 'open')
  await page.goto(`${stack.public}/pay/coaching-60`)
  await take(page, 'wrong-link')
}

async function whatAPlanShows(page, stack) {
  await page.goto(stack.link('tour-plan', course))
  await take(page, 'terms', 2600)
  await agree(page, stack)
  await fillCard(page, asksTheBankLater)
  await take(page, 'payment-plan')
  await page.click('#pay')
  await page.click('#complete')
  const address = await returned(page, stack)
  const reads = title => until(`the plan says "${title}"`, async () => {
    await page.goto(address)
    return await heading(page) === title
  })
  await reads('Paid as agreed so far')
  await take(page, 'plan')
  stack.noonAfter(32)
  await reads('Your bank wants you to confirm a payment')
  await take(page, 'plan-confirm')
}

async function whatALetterLeadsTo(page, stack) {
  const soon = days => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const told = await stack.checkout({ reference: 'studio-2050', offer: 'coaching-90', name: 'Ada Example',
    email: 'ada@example.com', due: soon(3) })
  await page.goto(stack.clientPage(told.client))
  await page.getByText('Ask for more time, or for two parts').click()
  await page.getByLabel('Until which day').fill(soon(12))
  await take(page, 'client')
}

async function owes(page, stack, name, reference, offer) {
  const mail = `${name.split(' ')[0].toLowerCase()}@example.com`
  await page.goto(stack.quittance('link', '--offer', offer, '--ref', reference, '--name', name, '--email', mail))
}

async function whatTheOwnerSees(page, stack) {
  await owes(page, stack, 'Grace Sample', 'studio-2041', 'coaching-60')
  await owes(page, stack, 'Alan Model', 'studio-2044', 'coaching-90')
  await owes(page, stack, 'Mary Pattern', 'studio-2045', 'coaching-60')
  const session = sessionOf(page)
  await payWith(page, good)
  await returned(page, stack)
  const paid = (await stack.processor()).sessions.find(one => one.id === session)
  await stack.dispute(paid.payment_intent)
  await until('the dispute is listed', async () => {
    await page.goto(`${stack.admin}/attention`)
    return (await text(page)).includes('Mary Pattern')
  })
  await take(page, 'admin-attention')
  await page.click('main table a')
  await take(page, 'admin-account')
  await page.goto(`${stack.admin}/`)
  await take(page, 'admin-overview')
  await page.goto(`${stack.admin}/open`)
  await take(page, 'admin-open')
}

fs.mkdirSync(folder, { recursive: true })
const browser = await launch()
const stack = await Stack.start()
try {
  const page = await (await open(browser)).newPage()
  await whatTheClientSees(page, stack)
  await whatTheOwnerSees(page, stack)
  await whatALetterLeadsTo(page, stack)
  await whatAPlanShows(page, stack)
  await stack.end('sandbox')
  await page.goto(stack.link('tour-3'))
  await take(page, 'not-charged')
} finally {
  await browser.close()
  await stack.stop()
}
