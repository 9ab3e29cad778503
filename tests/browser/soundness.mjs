// What every page has to be on a phone and on a desk: no wider than the window, and nothing that axe objects to.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { createRequire } from 'node:module'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const widths = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } }

export async function barriers(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  return violations.map(one => `${one.id} (${one.impact}): ${one.help}; ${one.nodes.map(at => at.target).join(' | ')}`)
}

// Words cut off or laid over each other show as an element that is wider than what it stands in.
export const overflow = page => page.evaluate(() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
  if (wide <= 0) return null
  const all = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  return `${wide} px too wide: ${all.map(one => one.tagName).join(' ')}`
})

export async function isSound(page, what) {
  const before = page.viewportSize()
  for (const [name, size] of Object.entries(widths)) {
    await page.setViewportSize(size)
    assert.equal(await overflow(page), null, `${what}, ${name}`)
    assert.deepEqual(await barriers(page), [], `${what}, ${name}`)
    if (name === 'phone') {
      const small = await page.locator('button, .button').evaluateAll(all =>
        all.filter(one => one.getBoundingClientRect().height < 36).map(one => one.textContent))
      assert.deepEqual(small, [], `${what}: too small for a thumb`)
    }
  }
  assert.ok(await page.title(), `${what} has no title`)
  await page.setViewportSize(before)
}
