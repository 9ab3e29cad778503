// Every page there is, on a phone and on a desk.
import assert from 'node:assert/strict'
import { test } from './events.mjs'
import { isSound, overflow } from './soundness.mjs'
import { until } from './stack.mjs'
import { bookAndPay, good, heading, payAfterARefusal, payWith, returned, says, sessionOf, turnBack } from './steps.mjs'

test('the demo page and the payment page are sound on phone and desk, also with a refusal on them',
  async ({ page, stack }) => {
    await page.goto(`${stack.sandbox}/demo`)
    await isSound(page, 'demo page')
    await page.goto(stack.link('sound'))
    await isSound(page, 'payment page')
    await page.click('summary')
    await isSound(page, 'payment page with test cards')
    await payAfterARefusal(page, stack, isSound)
    await page.goBack()
    await isSound(page, 'finished payment page')
  })

test('the states of the return page are sound on phone and desk', async ({ page, stack }) => {
  const address = await turnBack(page, stack, 'states')
  await isSound(page, 'open')
  await page.goto(stack.link('states'))
  const session = sessionOf(page)
  await bookAndPay(page, stack, 'states')
  await isSound(page, 'paid')
  await page.goto(stack.link('states'))
  await says(page, 'This booking is already paid')
  await isSound(page, 'already paid')
  const intent = (await stack.processor()).sessions.find(one => one.id === session).payment_intent
  await stack.refund(intent)
  await until('the refund shows', async () => {
    await page.goto(address)
    return await heading(page) === 'The payment was returned'
  })
  await says(page, 'The payment was returned', 'Returned', '€120.00')
  await isSound(page, 'returned')
})

test('the pages for what goes wrong are sound on phone and desk', async ({ page, stack }) => {
  await page.goto(`${stack.public}/pay/unknown?ref=1`)
  await isSound(page, 'wrong link')
  await page.goto(`${stack.sandbox}/c/pay/cs_unknown`)
  await isSound(page, 'unknown payment page')
  await page.goto(stack.link('free', 'intro-call'))
  await isSound(page, 'confirmed at once')
  await page.goto(stack.link('expiring'))
  await stack.expire(sessionOf(page))
  await page.reload()
  await isSound(page, 'expired payment page')
  await stack.end('sandbox')
  await page.goto(stack.link('away'))
  await says(page, 'The payment page could not be opened')
  await isSound(page, 'processor away')
  await stack.end('redis')
  await page.goto(stack.link('away'))
  await says(page, 'We are away for a moment')
  await isSound(page, 'store away')
  await stack.startRedis()
})

test('the page that asks first is sound on phone and desk', { browser: { userAgent: 'Twitterbot/1.0' } },
  async ({ page, stack }) => {
    await page.goto(stack.link('asks-first'))
    await says(page, 'Continue to payment')
    await isSound(page, 'continue to payment')
  })

test('the page that asks to wait is sound on phone and desk',
  { stack: { more: '[limits.links]\nper_minute = 1\nburst = 1\n' } }, async ({ page, stack }) => {
    await page.goto(`${stack.public}/pay/unknown?ref=1`)
    await page.goto(`${stack.public}/pay/unknown?ref=1`)
    await says(page, 'Please wait a moment')
    await isSound(page, 'asks to wait')
  })

test('long words and long names break instead of pushing the page sideways', async ({ page, stack }) => {
  const long = 'W'.repeat(120)
  const rest = `&name=${long}&email=${'w'.repeat(60)}%40${'example.'.repeat(8)}com`
  await page.goto(stack.link(`r-${long}`, 'coaching-60', rest))
  await isSound(page, 'payment page')
  await payWith(page, good)
  await returned(page, stack)
  await isSound(page, 'receipt')
  const told = await stack.settled(`r-${long}`)
  await page.goto(`${stack.admin}/account/${told.client}`)
  await isSound(page, 'account')
})

test('text set twice as large still fits a phone', async ({ page, stack }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const address of [`${stack.sandbox}/demo`, stack.link('large'), stack.link('free', 'intro-call')]) {
    await page.goto(address)
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
    assert.equal(await overflow(page), null, address)
  }
})
