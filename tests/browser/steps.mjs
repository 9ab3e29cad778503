// What a client does, step by step, and what a page then says.
import assert from 'node:assert/strict'

export const good = '4242 4242 4242 4242'
export const declined = '4000 0000 0000 0002'
export const noFunds = '4000 0000 0000 9995'
export const asksTheBank = '4000 0000 0000 3220'
export const declinedLater = '4000 0000 0000 0341'  // pays now, and is declined once it is kept
export const asksTheBankLater = '4000 0027 6000 3184'  // asks each time
export const course = 'six-part-course'

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
  return returned(page, stack)
}

export async function returned(page, stack) {
  await page.waitForURL(`${stack.public}/r/**`)
  return page.url()
}

// The button of the terms page.
export async function agree(page, stack) {
  await page.getByRole('button', { name: /^Agree and pay / }).click()
  await page.waitForURL(`${stack.sandbox}/c/pay/**`)
}

// From the link to the page of the plan; answers its address.
export async function buyPlan(page, stack, reference, card, offer = course) {
  await page.goto(stack.link(reference, offer))
  await agree(page, stack)
  await payWith(page, card)
  return returned(page, stack)
}

// What the page of a plan says has become of an amount.
export const amountLine = (page, row) => page.locator(`table.dates tr:nth-child(${row + 1}) .how`).innerText()

// A client who turns back without paying; answers the address of the return page.
export async function turnBack(page, stack, reference) {
  await page.goto(stack.link(reference))
  await page.click('#back')
  return returned(page, stack)
}

// From a payment page to the receipt by way of a refused card and the bank's question; `look(page, what)` at each stop.
export async function payAfterARefusal(page, stack, look) {
  await payWith(page, declined)
  await page.waitForSelector('[role=alert]')
  await look(page, 'declined')
  await payWith(page, asksTheBank)
  await page.waitForSelector('#complete')
  await look(page, 'bank')
  await page.click('#complete')
  await returned(page, stack)
  await look(page, 'receipt')
}

export const isPaymentPage = (page, stack) => page.url().startsWith(`${stack.sandbox}/c/pay/cs_`)
export const sessionOf = page => new URL(page.url()).pathname.split('/').pop()
