// What a client does, step by step, and what a page then says.
import assert from 'node:assert/strict'

export const good = '4242 4242 4242 4242'
export const declined = '4000 0000 0000 0002'
export const noFunds = '4000 0000 0000 9995'
export const asksTheBank = '4000 0000 0000 3220'

export async function fillCard(page, number) {
  const mail = page.locator('input#email')
  if (await mail.count()) await mail.fill('ada@example.com')
  await page.fill('#number', number)
  await page.fill('#expiry', '12 / 34')
  await page.fill('#cvc', '123')
  await page.fill('input#name', 'Ada Example')
}

export async function payWith(page, number) {
  await fillCard(page, number)
  await page.click('#pay')
}

export const heading = page => page.locator('h1').innerText()
export const text = page => page.locator('body').innerText()

export async function says(page, title, ...words) {
  assert.equal(await heading(page), title)
  const body = await text(page)
  for (const word of words) assert.ok(body.includes(word), `"${word}" is missing in: ${body}`)
}

// One term of the receipt's list.
export async function line(page, term) {
  return page.locator(`dt:text-is("${term}") + dd`).innerText()
}

export async function bookAndPay(page, stack, reference, card = good) {
  await page.goto(stack.link(reference))
  await payWith(page, card)
  await page.waitForURL(`${stack.public}/r/**`)
  return page.url()
}

export const isPaymentPage = (page, stack) => page.url().startsWith(`${stack.sandbox}/c/pay/cs_`)
export const sessionOf = page => new URL(page.url()).pathname.split('/').pop()
