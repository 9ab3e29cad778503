// Plans: agreed to on our own page, collected by themselves, and paid by the client where the card does not.
import assert from 'node:assert/strict'
import { test } from './events.mjs'
import { isSound } from './soundness.mjs'
import { until } from './stack.mjs'
import { agree, amountLine, asksTheBankLater, buyPlan, course, declinedLater, good, heading, isPaymentPage, payWith,
  returned, says, sessionOf, text } from './steps.mjs'

// Reloads the client's page until its title is this.
const untilTitled = (page, address, title) => until(`the page says "${title}"`, async () => {
  await page.goto(address)
  return await heading(page) === title
})

const untilAmount = (page, address, row, words) => until(`amount ${row} says "${words}"`, async () => {
  await page.goto(address)
  return (await amountLine(page, row)).includes(words)
})

const booksOf = async (stack, reference, offer = course) => {
  const told = await stack.booking(reference, offer)
  return { received: told.received, open: told.open, states: told.plan.items.map(one => one.state) }
}

test('a link to a plan shows its terms and books nothing; agreeing leads to the payment page and to the plan',
  async ({ page, stack }) => {
    await page.goto(stack.link('plan', course))
    await says(page, 'What you agree to', 'Course over half a year', 'Ana Coaching', 'In all: €1,300.00',
      'How to change or end it', 'hello@example.com', 'By pressing this button you agree')
    assert.equal(await page.locator('table.dates tr').count(), 8)
    await isSound(page, 'terms')
    assert.equal(await stack.booking('plan', course), null)
    assert.equal((await stack.processor()).counts.sessions, 0)
    await agree(page, stack)
    assert.match(await text(page), /Paid now: €100\.00\. Charged to this card later: €200\.00 on /)
    await isSound(page, 'payment page of a plan')
    await payWith(page, good)
    const address = await returned(page, stack)
    await untilTitled(page, address, 'Paid as agreed so far')
    assert.match(await amountLine(page, 1), /^paid on \d{1,2} \w+ \d{4}$/)
    assert.equal(await amountLine(page, 2), 'charged to the kept card')
    await isSound(page, 'plan under way')
    assert.deepEqual(await booksOf(stack, 'plan'), { received: 10000, open: 120000,
      states: ['paid', 'later', 'later', 'later', 'later', 'later', 'later'] })
    await page.goto(stack.link('plan', course))
    await says(page, 'Paid as agreed so far', 'Nothing is due today')
    await isSound(page, 'plan clicked again')
  })

test('a browser without JavaScript agrees and pays just the same', { browser: { javaScriptEnabled: false } },
  async ({ page, stack }) => {
    await buyPlan(page, stack, 'no-script', good)
    await says(page, 'Paid as agreed so far')
  })

test('terms agreed to in two tabs lead to one payment page, and so does going back', async ({ page, context, stack }) => {
  const second = await context.newPage()
  await page.goto(stack.link('twice', course))
  await second.goto(stack.link('twice', course))
  await Promise.all([agree(page, stack), agree(second, stack)])
  const session = sessionOf(page)
  assert.equal(sessionOf(second), session)
  await page.goBack()
  assert.ok(isPaymentPage(page, stack), 'what was agreed to is not asked again')
  assert.equal(sessionOf(page), session)
  assert.equal((await stack.processor()).counts.sessions, 1)
})

test('terms that were opened yesterday are shown anew before anybody agrees', async ({ page, stack }) => {
  await page.goto(stack.link('overnight', course))
  stack.later('25h')
  await page.getByRole('button', { name: 'Agree and pay €100.00' }).click()
  await says(page, 'What you agree to', 'These terms were renewed', 'Nothing was charged')
  await isSound(page, 'renewed terms')
  assert.equal((await stack.processor()).counts.sessions, 0)
  await agree(page, stack)
  await payWith(page, good)
  await returned(page, stack)
})

test('the terms of a retainer and of a plan without its day are sound on phone and desk', async ({ page, stack }) => {
  await page.goto(stack.link('retainer', 'monthly-retainer'))
  await says(page, 'What you agree to', '€190.00 each month', 'And so on, each month, until this agreement is ended',
    'Each payment grants 2 credits')
  await isSound(page, 'terms of a retainer')
  assert.equal((await page.goto(stack.link('no-day', 'workshop'))).status(), 409)
  await says(page, 'The day of the service is needed', 'nothing was charged')
  await isSound(page, 'no day')
})

test('the next amount is collected by itself, and the last ones are paid early in one go', async ({ page, stack }) => {
  const address = await buyPlan(page, stack, 'early', good)
  stack.noonAfter(32)
  await untilAmount(page, address, 2, 'paid on')
  await page.getByRole('button', { name: 'Pay all that is left, €1,000.00' }).click()
  await page.waitForURL(`${stack.sandbox}/c/pay/**`)
  await payWith(page, good)
  await returned(page, stack)
  await untilTitled(page, address, 'Everything is paid')
  await isSound(page, 'plan paid')
  stack.noonAfter(300)
  const told = await stack.settled('early', course)
  assert.deepEqual([told.received, told.open], [130000, 0])
})

test('a client chooses which amounts to pay', async ({ page, stack }) => {
  const address = await buyPlan(page, stack, 'chosen', good)
  await page.getByText('Choose what to pay').click()
  await page.locator('input[type=checkbox][value="3"]').check()
  await page.locator('input[type=checkbox][value="5"]').check()
  await isSound(page, 'choice')
  await page.getByRole('button', { name: 'Pay what is marked' }).click()
  await page.waitForURL(`${stack.sandbox}/c/pay/**`)
  assert.match(await page.innerText('#total'), /400\.00/)
  await payWith(page, good)
  await returned(page, stack)
  await untilAmount(page, address, 5, 'paid on')
  assert.deepEqual((await booksOf(stack, 'chosen')).states,
    ['paid', 'later', 'paid', 'later', 'paid', 'later', 'later'])
})

test('a card that is declined when it is charged later: the client pays by the button, and the new card serves the rest',
  async ({ page, stack }) => {
    const address = await buyPlan(page, stack, 'declined-later', declinedLater)
    stack.noonAfter(32)
    await untilAmount(page, address, 2, 'the card was declined')
    await isSound(page, 'declined later')
    await page.getByRole('button', { name: 'Pay €200.00 now' }).click()
    await page.waitForURL(`${stack.sandbox}/c/pay/**`)
    await payWith(page, good)
    await returned(page, stack)
    await untilAmount(page, address, 2, 'paid on')
    await says(page, 'Paid as agreed so far', '€300.00 has been received')
    stack.noonAfter(64)
    await untilAmount(page, address, 3, 'paid on')
    assert.deepEqual(await booksOf(stack, 'declined-later'), { received: 50000, open: 80000,
      states: ['paid', 'paid', 'paid', 'later', 'later', 'later', 'later'] })
  })

test('a card that stays declined is not tried for ever: the page asks, and another card pays', async ({ page, stack }) => {
  const address = await buyPlan(page, stack, 'stays-declined', declinedLater)
  let tries = 0
  for (const day of [32, 33, 35, 37, 39]) {
    stack.noonAfter(day)
    ++tries
    await until(`try ${tries} is declined`, async () => await stack.declinedCharges() === tries)
  }
  stack.noonAfter(45)
  await untilTitled(page, address, 'An amount is open')
  assert.match(await amountLine(page, 2), /is not tried again: pay it here/)
  assert.equal(await stack.declinedCharges(), tries)
  await isSound(page, 'an amount is open')
  await page.getByRole('button', { name: 'Pay €200.00 now' }).click()
  await page.waitForURL(`${stack.sandbox}/c/pay/**`)
  await payWith(page, good)
  await returned(page, stack)
  await untilAmount(page, address, 2, 'paid on')
})

test('a bank that wants to be asked: the page says so, the client confirms by its button, and the plan goes on',
  async ({ page, stack }) => {
    await page.goto(stack.link('bank-later', course))
    await agree(page, stack)
    await payWith(page, asksTheBankLater)
    await page.getByRole('button', { name: 'Complete authentication' }).click()
    const address = await returned(page, stack)
    await untilTitled(page, address, 'Paid as agreed so far')
    stack.noonAfter(32)
    await untilTitled(page, address, 'Your bank wants you to confirm a payment')
    assert.equal(await amountLine(page, 2), 'your bank wants you to confirm this payment: pay it here')
    await isSound(page, 'bank asks later')
    await page.getByRole('button', { name: 'Pay €200.00 now' }).click()
    await page.waitForURL(`${stack.sandbox}/c/pay/**`)
    await payWith(page, asksTheBankLater)
    await page.getByRole('button', { name: 'Complete authentication' }).click()
    await returned(page, stack)
    await untilAmount(page, address, 2, 'paid on')
    await says(page, 'Paid as agreed so far')
    assert.deepEqual(await booksOf(stack, 'bank-later'), { received: 30000, open: 100000,
      states: ['paid', 'paid', 'later', 'later', 'later', 'later', 'later'] })
  })

test('the API hands out the page where a client agrees and pays', async ({ page, stack }) => {
  const told = await stack.checkout({ reference: 'by-api', offer: course })
  assert.equal(told.checkout_url, null)
  assert.equal(told.plan.items.length, 7)
  await page.goto(told.url)
  await says(page, 'What you agree to', 'In all: €1,300.00')
  await isSound(page, 'terms on the page of a booking')
  await agree(page, stack)
  await payWith(page, good)
  const address = await returned(page, stack)
  assert.equal(address.split('?')[0], told.page_url)
  await untilTitled(page, address, 'Paid as agreed so far')
})
