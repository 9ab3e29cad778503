// What a client decides about their account as a whole: another address, how reminders come, all that is held.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from './events.mjs'
import { isSound, widths } from './soundness.mjs'
import { until } from './stack.mjs'
import { says } from './steps.mjs'

const title = 'Your bookings with Ana Coaching'
const mail = '\n[mail]\ntransport = "file"\nfrom = "hello@example.com"\nperson = "Ana"\n'
const cadences = '[reminders]\non = true\n\n[cadence.short]\nsteps = ["due", "after 3d", "after 9d"]\nclients_may_choose = true\n'
const inDays = days => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

async function owing(stack, reference) {
  fs.writeFileSync(path.join(stack.folder, 'reminders.toml'), cadences)
  await stack.end('gateway')
  await stack.startGateway()
  const told = await stack.checkout({ reference, offer: 'coaching-60', name: 'Ada Example', email: 'ada@example.com',
    due: inDays(20) })
  return { client: told.client, address: await stack.clientPage(told.client) }
}

// Pictures to look at, where a folder for them is named.
async function picture(page, name) {
  const folder = process.env.QUITTANCE_PICTURES
  if (!folder) return
  for (const [width, size] of Object.entries(widths)) {
    await page.setViewportSize(size)
    await page.screenshot({ path: path.join(folder, `${name}-${width}.png`), fullPage: true })
  }
}

const reach = async (page, found, most = 40) => {
  for (let i = 0; i < most; ++i) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const one = document.activeElement
      return { words: one.textContent.trim().split('\n')[0], id: one.id, value: one.value,
        seen: getComputedStyle(one).outlineStyle !== 'none' }
    })
    if (![at.words, at.id, at.value].includes(found)) continue
    assert.ok(at.seen, `${found} shows that it has the focus`)
    return
  }
  assert.fail(`${found} is not reached by Tab`)
}

// The link in the letter to an address, as its reader follows it.
const mailedLink = (stack, to) => until(`a letter to ${to}`, () => {
  const folder = path.join(stack.environment.QUITTANCE_STATE, 'mail')
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8')
    if (!text.includes(`To: ${to}`)) continue
    const link = /http:\S+\/c\/[\w.-]+/.exec(text.replace(/=\r?\n/g, ''))
    if (link) return link[0]
  }
})

test('another address is asked for and confirmed from the keyboard alone', { stack: { more: mail } },
  async ({ page, context, stack }) => {
    const { address } = await owing(stack, 'set-address')
    await page.goto(address)
    await says(page, title, 'Where messages go', 'a…@example.com', 'What is held about you')
    await isSound(page, 'client page with its settings')
    await picture(page, 'settings')
    await reach(page, 'Use another address')
    await page.keyboard.press('Enter')
    await reach(page, 'new-address')
    await page.keyboard.type('ada@new.example')
    await isSound(page, 'asking for another address')
    await picture(page, 'asking')
    await page.keyboard.press('Enter')
    await page.waitForURL(at => at.search === '?said=address')
    await says(page, title, 'A message has gone to the new address', 'a…@new.example has been asked to confirm')
    await isSound(page, 'another address asked for')
    await picture(page, 'asked')
    const mailed = await context.newPage()
    await mailed.goto(await mailedLink(stack, 'ada@new.example'))
    await says(mailed, 'Use this address for messages?', 'ada@new.example', 'nothing changes')
    await isSound(mailed, 'confirming an address')
    await picture(mailed, 'confirming')
    await reach(mailed, 'Use this address')
    await mailed.keyboard.press('Enter')
    await mailed.waitForURL(at => at.search === '?said=address-changed')
    await says(mailed, title, 'The address was changed', 'a…@new.example')
    await isSound(mailed, 'another address confirmed')
    await picture(mailed, 'confirmed')
    assert.equal((await page.goto(address)).status(), 404)
  })

test('an address that is none stays as it was typed, with a sentence at its field', { stack: { more: mail } },
  async ({ page, stack }) => {
    const { address } = await owing(stack, 'set-wrong')
    await page.goto(address)
    await page.getByText('Use another address', { exact: true }).click()
    await page.evaluate(() => document.querySelectorAll('form').forEach(one => { one.noValidate = true }))
    await page.getByLabel('New e-mail address').fill('ada at example')
    await page.getByRole('button', { name: 'Ask for this address' }).click()
    await page.locator('#address-error').waitFor()
    assert.equal(await page.getByLabel('New e-mail address').inputValue(), 'ada at example')
    await isSound(page, 'an address that is none')
    await picture(page, 'wrong')
  })

test('how reminders come is chosen from the keyboard, and all that is held is one file', { stack: { more: mail } },
  async ({ page, stack }) => {
    const { address } = await owing(stack, 'set-cadence')
    await page.goto(address)
    await says(page, title, 'How reminders come', 'As usual: 7 days before, on the day')
    const short = page.getByLabel('on the day, 3 days after and 9 days after', { exact: true })
    await page.getByLabel('As usual', { exact: false }).focus()
    await page.keyboard.press('ArrowDown')
    assert.ok(await short.isChecked())
    await reach(page, 'Choose this')
    await page.keyboard.press('Enter')
    await page.waitForURL(at => at.search === '?said=cadence')
    assert.ok(await short.isChecked())
    await isSound(page, 'how reminders come')
    const waiting = page.waitForEvent('download')
    await reach(page, 'Download everything in one file')
    await page.keyboard.press('Enter')
    const file = await waiting
    const held = JSON.parse(fs.readFileSync(await file.path(), 'utf8'))
    assert.equal(held.client.who.email, 'ada@example.com')
    assert.equal(held.bookings[0].identity.reference, 'set-cadence')
    assert.ok(held.record.some(one => one.what === 'cadence_chosen'))
  })
