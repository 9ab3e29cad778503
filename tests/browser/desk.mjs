// What the owner sees on the admin listener.
import assert from 'node:assert/strict'
import { test } from './events.mjs'
import { isSound } from './soundness.mjs'
import { bookAndPay, line, payWith, good, says, sessionOf, text } from './steps.mjs'
import { until } from './stack.mjs'

test('the overview counts, and its figures are good', async ({ page, stack }) => {
  await bookAndPay(page, stack, 'paid')
  await stack.settled('paid')
  await page.goto(stack.link('held'))
  await page.goto(`${stack.admin}/`)
  await says(page, 'Overview', 'Health')
  assert.equal(await line(page, 'Held, not yet paid'), '1')
  assert.equal(await line(page, 'Need a person'), '0')
  assert.equal(await page.locator('.bad').count(), 0, await text(page))
  await isSound(page, 'overview')
})

test('what is open is listed with who owes it, and one click shows why', async ({ page, stack }) => {
  await page.goto(`${stack.admin}/open`)
  await says(page, 'Open amounts', 'Nothing is open')
  await isSound(page, 'empty list')
  await page.goto(stack.quittance('link', '--offer', 'coaching-90', '--ref', 'owes', '--name', 'Ada Example',
    '--email', 'ada@example.com'))
  await page.goto(`${stack.admin}/open`)
  await says(page, 'Open amounts', 'Ada Example', '€170.00 of €170.00')
  await isSound(page, 'open list')
  await page.getByRole('link', { name: 'Ada Example' }).click()
  await says(page, 'Account', 'Ada Example', 'Payment page 1 for €170.00')
  await isSound(page, 'account')
  await page.goto(stack.link('owes', 'coaching-90'))
  await payWith(page, good)
  await page.waitForURL(`${stack.public}/r/**`)
  await page.goto(`${stack.admin}/open`)
  await says(page, 'Open amounts', 'Nothing is open')
})

test('a dispute waits for a person until the person says it is dealt with', async ({ page, stack }) => {
  await page.goto(stack.link('disputed'))
  const session = sessionOf(page)
  const receipt = await bookAndPay(page, stack, 'disputed')
  const intent = (await stack.processor()).sessions.find(one => one.id === session).payment_intent
  await stack.dispute(intent)
  await until('the dispute is listed', async () => {
    await page.goto(`${stack.admin}/attention`)
    return (await text(page)).includes('A dispute is open')
  })
  await isSound(page, 'attention')
  await page.goto(receipt)
  await says(page, 'The payment is in dispute', 'Nothing is asked of you here')
  await isSound(page, 'disputed')
  await page.goto(`${stack.admin}/attention`)
  await page.getByRole('button', { name: 'Dealt with' }).click()
  await says(page, 'Needs a person', 'Nothing needs a person')
  await page.goto(stack.link('disputed'))
  assert.ok(!page.url().startsWith(stack.sandbox), 'a disputed booking asks for no second payment')
})

test('the owner takes money by hand on an account’s page, once, and what is wrong comes back as typed', async ({ page, stack }) => {
  await page.goto(stack.quittance('link', '--offer', 'coaching-90', '--ref', 'hand', '--name', 'Ada Example',
    '--email', 'ada@example.com'))
  await page.goto(`${stack.admin}/open`)
  await page.getByRole('link', { name: 'Ada Example' }).click()
  await page.getByText('Take a payment by hand').click()
  await page.getByLabel('Amount', { exact: true }).fill('some')
  await page.getByLabel('Reference', { exact: true }).fill('slip 4')
  await isSound(page, 'account with a form')
  await page.getByRole('button', { name: 'Take it' }).click()
  await says(page, 'Account', 'Amount must be an amount')
  assert.equal(await page.getByLabel('Reference', { exact: true }).inputValue(), 'slip 4')
  await isSound(page, 'account with a form that could not be taken')
  await page.getByLabel('Amount', { exact: true }).fill('70.00')
  await page.getByRole('button', { name: 'Take it' }).click()
  await says(page, 'Account', 'The payment was taken', '€70.00 by hand', 'taken by owner')
  await page.goto(`${stack.admin}/open`)
  await says(page, 'Open amounts', '€100.00 of €170.00')
})

test('an address of the desk that does not exist is a page that says so', async ({ page, stack }) => {
  for (const address of ['/account/unknown', '/nowhere']) {
    assert.equal((await page.goto(stack.admin + address)).status(), 404)
    await says(page, 'Nothing is here')
  }
  await isSound(page, 'nothing here')
})

test('a form of another site cannot press the owner’s button', async ({ page, context, stack }) => {
  await bookAndPay(page, stack, 'kept')
  const form = `<form method="post" action="${stack.admin}/attention/ack"><input name="client" value="a">
    <input name="booking" value="b"><input name="entry" value="c"><button>Win a prize</button></form>`
  await context.route(`${stack.sandbox}/prize`, route => route.fulfill({ contentType: 'text/html', body: form,
    headers: { 'content-security-policy': "default-src 'none'" } }))
  await page.goto(`${stack.sandbox}/prize`)
  const [reply] = await Promise.all([page.waitForResponse(`${stack.admin}/attention/ack`), page.click('button')])
  assert.equal(reply.status(), 400)
})
