import assert from 'node:assert/strict'
import { test } from './events.mjs'
import { bookAndPay, good, heading, isPaymentPage, payWith, says, sessionOf, turnBack } from './steps.mjs'
import { until } from './stack.mjs'
import { isSound } from './soundness.mjs'

test('a client who turns back finds the booking open, and the same payment page behind its button',
  async ({ page, stack }) => {
    await page.goto(stack.link('turned-back'))
    const session = sessionOf(page)
    await page.getByRole('link', { name: 'Back to Ana Coaching' }).click()
    await page.waitForURL(`${stack.public}/r/**`)
    await says(page, 'This booking is open', 'No payment has been recorded')
    await page.getByRole('button', { name: 'Pay now' }).click()
    await page.waitForURL(`${stack.sandbox}/c/pay/**`)
    assert.equal(sessionOf(page), session)
    await payWith(page, good)
    await page.waitForURL(`${stack.public}/r/**`)
    await says(page, 'Payment received')
  })

test('a link clicked in two tabs at once is one payment page, and after payment says so', async ({ page, context,
  stack }) => {
  const second = await context.newPage()
  await Promise.all([page.goto(stack.link('twice')), second.goto(stack.link('twice'))])
  assert.equal(sessionOf(page), sessionOf(second))
  assert.equal((await stack.processor()).counts.sessions, 1)
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  await second.reload()
  await says(second, 'You are all done here')
  await second.goto(stack.link('twice'))
  await says(second, 'This booking is already paid', 'Coaching, 60 minutes')
  assert.equal(await second.getByRole('button').count(), 0)
  assert.equal((await stack.settled('twice')).received, 12000)
})

test('sixteen tabs at once are one payment page', async ({ page, context, stack }) => {
  const tabs = await Promise.all(Array.from({ length: 16 }, () => context.newPage()))
  await Promise.all(tabs.map(tab => tab.goto(stack.link('many'))))
  assert.equal(new Set(tabs.map(sessionOf)).size, 1)
  assert.equal((await stack.processor()).counts.sessions, 1)
  await bookAndPay(page, stack, 'many')
  assert.equal((await stack.settled('many')).received, 12000)
})

test('a receipt reloaded many times stays the receipt and changes nothing', async ({ page, stack }) => {
  await bookAndPay(page, stack, 'reload')
  const before = { page: await page.content(), told: await stack.settled('reload') }
  for (let i = 0; i < 40; ++i) {
    await page.reload()
    assert.equal(await page.content(), before.page)
  }
  assert.deepEqual(await stack.booking('reload'), before.told)
  assert.equal((await stack.processor()).counts.sessions, 1)
})

test('an open return page reloaded many times stays open and makes no second payment page', async ({ page, stack }) => {
  await turnBack(page, stack, 'reload-open')
  for (let i = 0; i < 20; ++i) {
    await page.reload()
    assert.equal(await heading(page), 'This booking is open')
  }
  assert.equal((await stack.processor()).counts.sessions, 1)
})

test('what is written into the return address is not believed', async ({ page, stack }) => {
  await page.goto(stack.link('forged'))
  const session = sessionOf(page)
  await page.click('#back')
  await page.waitForURL(`${stack.public}/r/**`)
  const address = page.url().split('?')[0]
  for (const claim of ['?paid=1', `?session_id=${session}&status=complete`, '?redirect_status=succeeded#paid']) {
    await page.goto(address + claim)
    await says(page, 'This booking is open')
  }
  const changed = address.slice(0, -1) + (address.endsWith('A') ? 'B' : 'A')
  assert.equal((await page.goto(changed)).status(), 404)
  assert.equal((await stack.booking('forged')).received, 0)
})

test('the back button after paying finds a finished payment page that leads to the receipt', async ({ page, stack }) => {
  const receipt = await bookAndPay(page, stack, 'back-button')
  await page.goBack()
  await says(page, 'You are all done here')
  await page.click('#continue')
  await page.waitForURL(`${stack.public}/r/**`)
  assert.equal(page.url(), receipt)
  await says(page, 'Payment received')
})

test('a payment page that expired leads back, and the link makes a new one', async ({ page, stack }) => {
  await page.goto(stack.link('expired'))
  const first = sessionOf(page)
  await stack.expire(first)
  await page.reload()
  await says(page, 'This payment page has expired', 'Nothing was charged')
  await page.click('#continue')
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'This booking is open')
  await page.goto(stack.link('expired'))
  assert.ok(isPaymentPage(page, stack))
  assert.notEqual(sessionOf(page), first)
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'Payment received')
})

test('a payer who closes the window after paying is settled by the webhook', async ({ page, context, stack }) => {
  await page.goto(stack.link('closed-window'))
  await context.route(`${stack.public}/r/**`, route => route.abort())
  await payWith(page, good).catch(() => {})
  await page.close()
  await stack.settled('closed-window')
  assert.ok(await stack.webhooks('applied') >= 1)
  const later = await context.newPage()
  await later.goto(stack.link('closed-window'))
  await says(later, 'This booking is already paid')
})

const withDebit = { stack: { more: '[stripe]\nmethods = ["card", "sepa_debit"]\n[limits.links]\nper_minute = 60000\nburst = 10000\n' } }

test('a bank debit is under way until the money comes, and nothing is paid twice meanwhile', withDebit,
  async ({ page, stack }) => {
    await page.goto(stack.link('debit'))
    await page.click('#pay-debit')
    await page.waitForURL(`${stack.public}/r/**`)
    const address = page.url()
    await says(page, 'The payment is under way')
    assert.equal((await stack.booking('debit')).received, 0)
    await page.goto(stack.link('debit'))
    await says(page, 'The payment is under way', 'nothing to pay twice')
    assert.equal((await stack.processor()).counts.sessions, 1)
    stack.later('90s')
    await stack.settled('debit')
    await page.goto(address)
    await says(page, 'Payment received')
  })

test('a bank debit that fails leaves the booking open, and a card pays it', withDebit, async ({ page, stack }) => {
  await page.goto(stack.link('bounced'))
  await page.selectOption('#iban', { label: 'DE62 3704 0044 0532 0130 01 (fails later)' })
  await page.click('#pay-debit')
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'The payment is under way')
  const address = page.url()
  stack.later('90s')
  await until('the debit has failed', async () => {
    await page.goto(address)
    return await heading(page) === 'This booking is open'
  })
  await page.getByRole('button', { name: 'Pay now' }).click()
  await page.waitForURL(`${stack.sandbox}/c/pay/**`)
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'Payment received')
  assert.equal((await stack.settled('bounced')).received, 12000)
})

test('a booking that nobody pays closes after its time, and a month later is gone', async ({ page, stack }) => {
  const address = await turnBack(page, stack, 'left-alone')
  stack.later('26h')
  await until('the booking is closed', async () => {
    await page.goto(address)
    return await heading(page) === 'This booking is closed'
  })
  assert.equal((await page.goto(stack.link('left-alone'))).status(), 410)
  await says(page, 'This booking is closed', 'Nothing was charged')
  await isSound(page, 'closed')
  stack.later('33d')
  await until('the booking is gone', async () => (await page.goto(address)).status() === 404)
  await says(page, 'This link leads to no booking')
})
