import assert from 'node:assert/strict'
import { test } from './events.mjs'
import { asksTheBank, bookAndPay, declined, good, heading, isPaymentPage, line, noFunds, payWith, says, sessionOf,
  text } from './steps.mjs'

async function bookOnTheDemoPage(page, stack) {
  await page.goto(`${stack.sandbox}/demo`)
  await page.getByLabel('Coaching, 60 minutes').check()
  await page.getByLabel('Your name').fill('Ada Example')
  await page.getByLabel('Your e-mail').fill('ada@example.com')
  const reference = await page.inputValue('#ref')
  await page.getByRole('button', { name: 'Book and pay' }).click()
  await page.waitForURL(`${stack.sandbox}/c/pay/**`)
  return reference
}

test('a client books on the demo page, pays with 4242 and sees the receipt', async ({ page, stack }) => {
  const reference = await bookOnTheDemoPage(page, stack)
  assert.match(await text(page), /Coaching, 60 minutes/)
  assert.match(await page.innerText('#total'), /120\.00/)
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'Payment received', 'Ana Coaching', 'DE123456789')
  assert.equal(await line(page, 'Booking'), reference)
  assert.equal(await line(page, 'Price'), '€120.00')
  assert.equal(await line(page, 'Tax'), '€19.16 VAT at 19% is included')
  assert.match(await line(page, 'Paid'), /^€120\.00 on \d{1,2} \w+ \d{4}$/)
  assert.ok(!(await text(page)).includes('Ada'), 'a return page says nothing about the person')
  const told = await stack.settled(reference)
  assert.deepEqual([told.received, told.open, told.currency], [12000, 0, 'EUR'])
})

test('a declined card says so, and another card pays', async ({ page, stack }) => {
  await page.goto(stack.link('declined'))
  await payWith(page, declined)
  await page.waitForSelector('[role=alert]')
  assert.match(await page.innerText('[role=alert]'), /declined/)
  assert.equal((await stack.booking('declined')).received, 0)
  await payWith(page, noFunds)
  await page.waitForSelector('[role=alert]:has-text("insufficient funds")')
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'Payment received')
  assert.equal((await stack.settled('declined')).received, 12000)
})

test('a card number with a slip in it is refused before anything is charged', async ({ page, stack }) => {
  await page.goto(stack.link('slip'))
  await payWith(page, '4242 4242 4242 4241')
  await page.waitForSelector('[role=alert]')
  assert.ok(isPaymentPage(page, stack))
  assert.equal((await stack.booking('slip')).received, 0)
})

test('the bank asks, the client confirms, and the booking is paid', async ({ page, stack }) => {
  await page.goto(stack.link('bank-yes'))
  await payWith(page, asksTheBank)
  await page.getByRole('button', { name: 'Complete authentication' }).click()
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'Payment received')
})

test('the bank asks, the client does not confirm, and another card pays', async ({ page, stack }) => {
  await page.goto(stack.link('bank-no'))
  await payWith(page, asksTheBank)
  await page.getByRole('button', { name: 'Fail authentication' }).click()
  await page.waitForSelector('[role=alert]')
  assert.match(await page.innerText('[role=alert]'), /unable to authenticate/)
  assert.equal((await stack.booking('bank-no')).received, 0)
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'Payment received')
})

test('a booking is paid with the keyboard alone', async ({ page, stack }) => {
  const focused = () => page.evaluate(() => document.activeElement?.id ?? '')
  const goTo = async id => {
    for (let i = 0; i < 30 && await focused() !== id; ++i) await page.keyboard.press('Tab')
    assert.equal(await focused(), id, `Tab never reaches ${id}`)
  }
  const type = async (id, words) => {
    await goTo(id)
    await page.keyboard.type(words)
  }
  await page.goto(`${stack.sandbox}/demo`)
  const reference = await page.inputValue('#ref')
  await type('name', 'Ada Example')
  await type('email', 'ada@example.com')
  await goTo('book')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${stack.sandbox}/c/pay/**`)
  await type('number', good)
  await type('expiry', '12 / 34')
  await type('cvc', '123')
  await goTo('pay')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'Payment received')
  assert.equal(await line(page, 'Booking'), reference)
})

test('a browser without JavaScript pays just the same', { browser: { javaScriptEnabled: false } },
  async ({ page, stack }) => {
    const reference = await bookOnTheDemoPage(page, stack)
    await payWith(page, asksTheBank)
    await page.click('#complete')
    await page.waitForURL(`${stack.public}/r/**`)
    await says(page, 'Payment received', reference)
  })

test('a booking that costs nothing is confirmed at once, without a payment page', async ({ page, stack }) => {
  await page.goto(stack.link('free', 'intro-call'))
  await says(page, 'This booking is confirmed', 'First conversation')
  assert.equal((await stack.processor()).counts.sessions, 0)
})

test('a signed link sells what the catalogue does not know', async ({ page, stack }) => {
  await page.goto(stack.quittance('link', '--offer', 'retreat', '--ref', 'r-1', '--amount', '249.50 EUR', '--title',
    'Retreat, two days', '--locale', 'de-DE'))
  assert.match(await text(page), /Retreat, two days/)
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  // The link names a German client.
  await says(page, 'Zahlung eingegangen', 'Retreat, two days')
  assert.match(await line(page, 'Preis'), /^249,50\s€$/)
})

test('a wrong link is the same polite page, whatever is wrong with it', async ({ page, stack }) => {
  const link = stack.quittance('link', '--offer', 'coaching-60', '--ref', 'signed')
  const turned = link.slice(0, -1) + (link.endsWith('A') ? 'B' : 'A')
  const wrong = ['/pay/coaching-61?ref=1', '/pay/coaching-60', '/pay/coaching-60?ref=', '/l/garbage', '/r/garbage',
    '/pay/custom?ref=1', '/somewhere', `/r/${'a'.repeat(200)}`].map(one => stack.public + one)
  const seen = new Set()
  for (const address of [...wrong, turned]) {
    const reply = await page.goto(address)
    assert.equal(reply.status(), 404, address)
    await says(page, 'This link leads to no booking', 'nothing was charged')
    seen.add(await page.content())
  }
  assert.equal(seen.size, 1, 'the page tells which it was')
  assert.equal((await stack.processor()).counts.sessions, 0)
})

test('what a stranger writes into a link is text, nowhere markup', async ({ page, stack }) => {
  const hostile = '"><img src=x onerror=alert(1)><b>'
  const rest = `&name=${encodeURIComponent(hostile)}&email=ada%40example.com`
  await page.goto(stack.link(hostile, 'coaching-60', rest))
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'Payment received')
  assert.equal(await line(page, 'Booking'), hostile)
  const told = await stack.settled(hostile)
  await page.goto(`${stack.admin}/account/${told.client}`)
  assert.equal(await line(page, 'Who'), hostile)
  assert.equal(await page.locator('img, main b').count(), 0)
})

test('a message preview books nothing; the person behind it presses the button and pays',
  { browser: { userAgent: 'Slackbot-LinkExpanding 1.0' } }, async ({ page, stack }) => {
    await page.goto(stack.link('preview'))
    await says(page, 'Continue to payment', 'Coaching, 60 minutes', '€120.00')
    assert.equal(await stack.booking('preview'), null)
    await page.getByRole('button', { name: 'Continue to payment' }).click()
    await page.waitForURL(`${stack.sandbox}/c/pay/**`)
    assert.match(sessionOf(page), /^cs_/)
    await payWith(page, good)
    await page.waitForURL(`${stack.public}/r/**`)
    assert.equal(await heading(page), 'Payment received')
  })

test('above the cap of unpaid bookings a button comes first', { stack: { more: '[links]\nheld_most = 1\n' } },
  async ({ page, stack }) => {
    await page.goto(stack.link('first'))
    assert.ok(isPaymentPage(page, stack))
    await new Promise(done => setTimeout(done, 1100))  // the count of held bookings is kept for a second
    await page.goto(stack.link('second'))
    await says(page, 'Continue to payment')
    await page.getByRole('button', { name: 'Continue to payment' }).click()
    await page.waitForURL(`${stack.sandbox}/c/pay/**`)
    await bookAndPay(page, stack, 'first')
  })
