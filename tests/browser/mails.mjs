// Every mail as a reader sees it.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { test } from './events.mjs'
import { barriers, overflow, widths } from './soundness.mjs'

const languages = ['de', 'en', 'es', 'fr', 'pt']
const asks = kind => /^reminder_(due|gentle|clear|final)$/.test(kind)

const samples = { sample: 'with sample data', bare: 'with the least it can say', edge: 'with the strangest data' }

function mailsIn(folder, language, sample) {
  return fs.readdirSync(path.join(folder, language)).filter(name => name.endsWith(`.${sample}.html`))
    .map(name => ({ name: `${language}/${name}`, language, kind: name.split('.')[0], at: path.join(folder, language, name) }))
}

async function openMail(page, mail) {
  await page.goto(pathToFileURL(mail.at).href)
  assert.equal(await page.evaluate(() => document.documentElement.lang.split('-')[0]), mail.language, mail.name)
  assert.equal(await page.locator('script, img, form, iframe, link, [onclick], [onload]').count(), 0, mail.name)
  if (asks(mail.kind)) assert.equal(await page.locator('a.primary').count(), 1, `${mail.name}: one main button`)
}

async function lookAtAll(language, sample, { browser, stack }) {
  const folder = path.join(stack.folder, 'letters')
  stack.quittance('preview', folder)
  const mails = mailsIn(folder, language, sample)
  assert.ok(mails.length >= 16, `${mails.length} mails`)
  // Mails have no policy of their own to be held to: readers' programs forbid scripts.
  const context = await browser.newContext()
  const fetched = []
  context.on('request', request => { if (!request.isNavigationRequest()) fetched.push(request.url()) })
  const page = await context.newPage()
  for (const mail of mails) {
    await page.setViewportSize(widths.desk)
    await openMail(page, mail)
    assert.equal(await overflow(page), null, `${mail.name}, desk`)
    await page.setViewportSize(widths.phone)
    assert.equal(await overflow(page), null, `${mail.name}, phone`)
    assert.deepEqual(await barriers(page), [], mail.name)
  }
  assert.deepEqual(fetched, [])
  await context.close()
}

for (const language of languages) {
  for (const [sample, how] of Object.entries(samples)) {
    test(`every mail in '${language}' ${how} is sound on a phone and on a desk, and fetches nothing`,
      at => lookAtAll(language, sample, at))
  }
}
