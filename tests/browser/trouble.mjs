import assert from 'node:assert/strict'
import { test } from './events.mjs'
import { bookAndPay, good, isPaymentPage, payWith, says, sessionOf } from './steps.mjs'
import { until } from './stack.mjs'

test('no webhook comes: the return page looks the payment up itself', async ({ page, stack }) => {
  await stack.trouble({ webhook_drop: '1' })
  await bookAndPay(page, stack, 'dropped')
  await says(page, 'Payment received')
  assert.equal(await stack.webhooks('applied'), 0)
  assert.equal((await stack.booking('dropped')).received, 12000)
})

test('webhooks come late: the receipt is there before them, and they change nothing', async ({ page, stack }) => {
  await stack.trouble({ webhook_delay: '1', webhook_delay_ms: '2500' })
  await bookAndPay(page, stack, 'late')
  await says(page, 'Payment received')
  const before = await stack.booking('late')
  const heard = async () => await stack.webhooks('applied') + await stack.webhooks('nothing_new')
  await until('the late webhooks come', async () => await heard() >= 1)
  assert.deepEqual(await stack.booking('late'), before)
  await page.reload()
  await says(page, 'Payment received')
})

test('every webhook comes twice and in disorder: it is paid once', async ({ page, stack }) => {
  await stack.trouble({ webhook_duplicate: '1', webhook_reorder: '0.5' })
  await bookAndPay(page, stack, 'doubled')
  await says(page, 'Payment received')
  await until('a webhook comes again', async () => await stack.webhooks('nothing_new') >= 1)
  const told = await stack.settled('doubled')
  assert.deepEqual([told.received, told.open], [12000, 0])
})

test('the processor is away: not charged, booking kept, and trying again works', async ({ page, stack }) => {
  await stack.end('sandbox')
  const reply = await page.goto(stack.link('away'))
  assert.equal(reply.status(), 503)
  await says(page, 'The payment page could not be opened', 'was not charged', 'booking is kept')
  assert.equal((await stack.booking('away')).received, 0)
  await stack.startSandbox()
  await until('trying again leads to the payment page', async () => {
    if (isPaymentPage(page, stack)) return true
    await page.getByRole('button', { name: 'Try again' }).click()
    return false
  })
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'Payment received')
  assert.equal((await stack.processor()).counts.sessions, 1)
})

test('the processor loses its reply: one payment page is found, not two made', async ({ page, stack }) => {
  await stack.trouble({ reply_lost: '1x' })
  await page.goto(stack.link('lost-reply'))
  await until('the payment page is there', async () => {
    if (isPaymentPage(page, stack)) return true
    await page.goto(stack.link('lost-reply'))
    return false
  })
  assert.equal((await stack.processor()).counts.sessions, 1)
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'Payment received')
})

test('the processor asks for patience: the client gets to the payment page all the same', async ({ page, stack }) => {
  await stack.trouble({ status_429: '1x', lock_timeout: '1x' })
  await page.goto(stack.link('patience'))
  await until('the payment page is there', async () => {
    if (isPaymentPage(page, stack)) return true
    await page.goto(stack.link('patience'))
    return false
  })
  assert.match(sessionOf(page), /^cs_/)
  assert.equal((await stack.processor()).counts.sessions, 1)
})

test('the processor fails inside: the page says not charged, and nothing is opened twice', async ({ page, stack }) => {
  // The gateway leaves the store's mark at the processor soon after its start: that call must not take the fault.
  await until('the store has left its mark', async () => {
    const { requests } = await stack.processor()
    return Object.keys(requests).some(name => name.startsWith('POST /v1/webhook_endpoints'))
  })
  await stack.trouble({ status_500: '1x' })
  const reply = await page.goto(stack.link('fails-inside'))
  assert.equal(reply.status(), 503)
  await says(page, 'The payment page could not be opened', 'was not charged', 'booking is kept')
  await page.getByRole('button', { name: 'Try again' }).click()
  assert.ok((await stack.processor()).counts.sessions <= 1)
  assert.equal((await stack.booking('fails-inside')).received, 0)
})

test('the processor is away while the payer comes back: the page does not claim a payment, and later shows it',
  async ({ page, stack }) => {
    await stack.trouble({ webhook_drop: '1', cut: '1' })
    await stack.trouble({ cut: 'off' })
    await page.goto(stack.link('blind'))
    await stack.trouble({ cut: '1' })
    await payWith(page, good)
    await page.waitForURL(`${stack.public}/r/**`)
    await says(page, 'This booking is open')
    await stack.trouble({ cut: 'off' })
    await page.reload()
    await says(page, 'Payment received')
  })

test('the store is away: a polite page, nothing half done, and the link works afterwards', async ({ page, stack }) => {
  await stack.end('redis')
  const reply = await page.goto(stack.link('no-store'))
  assert.equal(reply.status(), 503)
  await says(page, 'We are away for a moment', 'Nothing was charged')
  await stack.startRedis()
  await until('the link works again', async () => {
    await page.goto(stack.link('no-store'))
    return isPaymentPage(page, stack)
  })
  assert.equal((await stack.processor()).counts.sessions, 1)
})

test('too many clicks from one place are asked to wait',
  { stack: { more: '[limits.links]\nper_minute = 1\nburst = 3\n' } }, async ({ page, stack }) => {
    for (let i = 0; i < 3; ++i) await page.goto(`${stack.public}/pay/nothing?ref=${i}`)
    const reply = await page.goto(stack.link('crowd'))
    assert.equal(reply.status(), 429)
    await says(page, 'Please wait a moment', 'Nothing was charged')
  })

test('the gateway restarts between booking and payment: the payment counts', async ({ page, stack }) => {
  await page.goto(stack.link('restart'))
  await stack.end('gateway')
  await stack.startGateway()
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  await says(page, 'Payment received')
})
