// The client's own page, as the letters lead to it: what it shows, each thing it does, and how it reads.
import assert from 'node:assert/strict'
import { test } from './events.mjs'
import { isSound } from './soundness.mjs'
import { until } from './stack.mjs'
import { agree, buyPlan, course, good, heading, payWith, returned, says, text } from './steps.mjs'

const title = 'Your bookings with Ana Coaching'
const inDays = days => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

// Owes 120.00 in so many days; answers the address of the client's page.
async function owing(stack, reference, days = 3, more = {}) {
  const told = await stack.checkout({ reference, offer: 'coaching-60', name: 'Ada Example', email: 'ada@example.com',
    due: inDays(days), ...more })
  return stack.clientPage(told.client)
}

const ask = (page, words) => page.getByText(words, { exact: true }).click()
const notice = page => page.locator('[role=status]').innerText()
const outcome = (page, code) => page.waitForURL(address => address.search === (code ? `?said=${code}` : ''))

test('the client page shows what is open on phone and desk, and paying by its button settles it',
  async ({ page, stack }) => {
    const address = await owing(stack, 'page-pay')
    await page.goto(address)
    await says(page, title, 'Open in all', '€120.00', 'It can be paid here earlier, too', 'page-pay')
    await isSound(page, 'client page')
    await page.getByRole('button', { name: 'Pay €120.00 early' }).click()
    await page.waitForURL(`${stack.sandbox}/c/pay/**`)
    await payWith(page, good)
    await returned(page, stack)
    await stack.settled('page-pay')
    await page.goto(address)
    await says(page, title, 'Everything is paid. Thank you.', 'paid on')
    assert.equal(await page.getByRole('button', { name: /^Pay/ }).count(), 0)
    await isSound(page, 'client page, paid')
  })

test('the client page works from the keyboard alone: more time is asked for and granted', async ({ page, stack }) => {
  await page.goto(await owing(stack, 'page-keys'))
  const reach = async (what, most = 30) => {
    for (let i = 0; i < most; ++i) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const one = document.activeElement
        const ring = getComputedStyle(one)
        return { words: one.textContent.trim().split('\n')[0], id: one.id, seen: ring.outlineStyle !== 'none' }
      })
      if (at.words !== what && !at.id.startsWith(what)) continue
      assert.ok(at.seen, `${what} shows that it has the focus`)
      return
    }
    assert.fail(`${what} is not reached by Tab`)
  }
  await reach('Ask for more time, or for two parts')
  await page.keyboard.press('Enter')
  await reach('until-')
  const [year, month, day] = inDays(10).split('-')
  // Which part of a date comes first is the browser's own habit.
  const chosen = () => page.evaluate(() => document.activeElement.value)
  await page.keyboard.type(month + day + year)
  if (await chosen() !== inDays(10)) {
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key)
    await page.keyboard.type(day + month + year)
  }
  assert.equal(await chosen(), inDays(10))
  await reach('Ask for this day')
  await page.keyboard.press('Enter')
  await outcome(page, 'granted')
  assert.match(await notice(page), /new day is agreed/)
  assert.match(await text(page), /due then, as you asked/)
  await isSound(page, 'more time granted')
})

test('a client asks for two parts, and for more than the policy gives', async ({ page, stack }) => {
  const address = await owing(stack, 'page-parts')
  await page.goto(address)
  await ask(page, 'Ask for more time, or for two parts')
  await page.getByLabel('Until which day').fill(inDays(12))
  await isSound(page, 'asking for two parts')
  await page.getByRole('button', { name: 'Ask for two parts' }).click()
  await outcome(page, 'split')
  assert.equal(await page.locator('table.dates tr').count(), 3)
  await isSound(page, 'two parts')
  await ask(page, 'Ask for more time, or for two parts')
  await page.getByLabel('Amount', { exact: true }).selectOption({ index: 1 })
  await page.getByLabel('Until which day').fill(inDays(90))
  await page.getByRole('button', { name: 'Ask for this day' }).click()
  await outcome(page, 'passed-on')
  await says(page, title, 'It has been passed on', 'What you asked for is with a person at Ana Coaching')
  await isSound(page, 'passed on')
})

test('a question reaches a person, also without JavaScript', { browser: { javaScriptEnabled: false } },
  async ({ page, stack }) => {
    await page.goto(await owing(stack, 'page-question'))
    await ask(page, 'Something is wrong, or a question')
    await page.getByLabel('What is it about?').fill('These were two sessions,\nnot three.')
    await page.getByRole('button', { name: 'Send to Ana Coaching' }).click()
    await outcome(page, 'question')
    await says(page, title, 'Your question is with a person at Ana Coaching')
  })

test('what was typed stays where a form cannot be taken', async ({ page, stack }) => {
  await page.goto(await owing(stack, 'page-typed'))
  await page.evaluate(() => document.querySelectorAll('form').forEach(one => { one.noValidate = true }))
  await ask(page, 'Something is wrong, or a question')
  const words = page.getByLabel('What is it about?')
  await words.evaluate(one => one.removeAttribute('maxlength'))
  const typed = `First line\n${'x'.repeat(2_000)}`
  await words.fill(typed)
  await page.getByRole('button', { name: 'Send to Ana Coaching' }).click()
  await page.locator('[role=alert]').waitFor()
  assert.equal(await page.getByLabel('What is it about?').inputValue(), typed)
  assert.ok((await text(page)).includes('longer than 2,000 characters'))
  await isSound(page, 'a question that is too long')
  await page.getByLabel('Until which day').evaluate(one => { one.closest('details').open = true; one.form.noValidate = true })
  await page.getByLabel('Until which day').fill('2020-01-01')
  await page.getByRole('button', { name: 'Ask for this day' }).click()
  await page.locator('#until-error-1').waitFor()
  assert.equal(await page.getByLabel('Until which day').inputValue(), '2020-01-01')
  await isSound(page, 'a day that has passed')
})

test('who says it is paid is believed once the money is found, and else passed on', async ({ page, stack }) => {
  const address = await owing(stack, 'page-paid')
  await page.goto(address)
  await ask(page, 'I have paid this already')
  await page.getByRole('button', { name: 'Say that it is paid' }).click()
  await outcome(page, 'says-paid')
  await says(page, title, 'has not been found yet', 'looks for your payment')
  await isSound(page, 'said to be paid')
})

test('two windows ask for different days: one has it, the other is told', async ({ page, context, stack }) => {
  const address = await owing(stack, 'page-race')
  const second = await context.newPage()
  for (const one of [page, second]) {
    await one.goto(address)
    await ask(one, 'Ask for more time, or for two parts')
  }
  await page.getByLabel('Until which day').fill(inDays(8))
  await second.getByLabel('Until which day').fill(inDays(9))
  await page.getByRole('button', { name: 'Ask for this day' }).click()
  await outcome(page, 'granted')
  await second.getByRole('button', { name: 'Ask for this day' }).click()
  await outcome(second, 'changed')
  assert.match(await notice(second), /was changed after this form was opened/)
})

test('a plan on the client page: the next charge, the agreement to keep, and several amounts paid at once',
  async ({ page, stack }) => {
    await buyPlan(page, stack, 'page-plan', good)
    const { client } = await stack.settledPart('page-plan', course)
    const address = stack.clientPage(client)
    await page.goto(address)
    await says(page, title, 'will be charged to the kept card', 'There is nothing you need to do')
    await page.getByText('Read the agreement').click()
    await ask(page, 'Choose what to pay')
    await isSound(page, 'client page of a plan')
    const [file] = await Promise.all([page.waitForEvent('download'),
      page.getByRole('link', { name: /^The text of/ }).click()])
    assert.match(file.suggestedFilename(), /^agreement-.*\.txt$/)
    await page.getByRole('button', { name: 'Pay what is marked' }).click()
    await page.locator('#choice-error-1').waitFor()
    await isSound(page, 'nothing marked')
    await page.locator('input[type=checkbox]').nth(0).check()
    await page.locator('input[type=checkbox]').nth(2).check()
    await page.getByRole('button', { name: 'Pay what is marked' }).click()
    await page.waitForURL(`${stack.sandbox}/c/pay/**`)
    assert.match(await page.innerText('#total'), /400\.00/)
    await payWith(page, good)
    await returned(page, stack)
    await until('both are paid', async () => {
      await page.goto(address)
      return (await page.locator('.how', { hasText: 'paid on' }).count()) === 3
    })
  })

test('a plan that the API booked leads from the client page to its terms', async ({ page, stack }) => {
  const told = await stack.checkout({ reference: 'page-terms', offer: course, email: 'ada@example.com' })
  await page.goto(stack.clientPage(told.client))
  await isSound(page, 'client page before agreeing')
  await page.getByRole('link', { name: 'Look at the terms and agree' }).click()
  await says(page, 'What you agree to')
  await agree(page, stack)
})

test('the page of a German client is German throughout, and so is what cannot be taken', async ({ page, stack }) => {
  await page.goto(await owing(stack, 'page-german', 3, { locale: 'de-DE' }))
  assert.equal(await page.locator('html').getAttribute('lang'), 'de')
  await says(page, 'Ihre Buchungen bei Ana Coaching', 'Insgesamt offen', '120,00\u00a0€', 'Sie können hier auch früher bezahlen')
  const all = page.getByRole('button', { includeHidden: true })
  assert.deepEqual(await all.allTextContents().then(some => some.map(one => one.replace(/\s/g, ' '))),
    ['120,00 € früher bezahlen', 'Um diesen Tag bitten', 'Um zwei Teile bitten', 'An Ana Coaching senden', 'Als bezahlt melden'])
  await isSound(page, 'client page in German')
  await ask(page, 'Etwas stimmt nicht, oder eine Frage')
  await page.getByLabel('Worum geht es?').evaluate(one => { one.form.noValidate = true })
  await page.getByRole('button', { name: 'An Ana Coaching senden' }).click()
  await page.locator('#words-error-1').waitFor()
  assert.equal(await page.locator('#words-error-1').innerText(), 'Bitte schreiben Sie, worum es geht.')
  assert.equal(await page.locator('html').getAttribute('lang'), 'de')
  const said = await text(page)
  for (const english of ['Ask', 'Pay', 'Due', 'Open', 'Please', 'Something', 'Booking'])
    assert.ok(!new RegExp(`\\b${english}\\b`).test(said), `${english} is on the page:\n${said}`)
  await isSound(page, 'client page in German, a question without words')
})

test('a link of an older generation and a changed one lead nowhere, and look the same', async ({ page, stack }) => {
  const address = await owing(stack, 'page-link')
  const seen = []
  for (const wrong of [`${address}x`, stack.clientPage('nobody', 0), address.replace(/\.0\.(?=[^.]*$)/, '.1.')]) {
    const reply = await page.goto(wrong)
    assert.equal(reply.status(), 404)
    seen.push(await reply.text())
  }
  assert.equal(new Set(seen).size, 1)
  assert.equal(await heading(page), 'This link leads to no booking')
  await isSound(page, 'wrong client link')
})

test('another card is named for a plan on the page of the processor, and serves what is to come', async ({ page, stack }) => {
  await buyPlan(page, stack, 'page-card', good)
  const { client } = await stack.settledPart('page-card', course)
  const address = stack.clientPage(client)
  await page.goto(address)
  await isSound(page, 'client page with a button for another card')
  await page.getByRole('button', { name: 'Use another card' }).click()
  await page.waitForURL(`${stack.sandbox}/c/pay/**`)
  assert.match(await heading(page), /^Save a card for/)
  await payWith(page, '5555 5555 5555 4444')
  await outcome(page, 'card')
  assert.match(await notice(page), /Your card has been taken/)
  assert.match(await text(page), /Mastercard ending in 4444, valid until the end of/)
  await isSound(page, 'another card was named')
})
