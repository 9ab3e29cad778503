// A very small test runner: cases named after events, each with a stack and a browser window of its own.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { Stack } from './stack.mjs'

const cases = []
export function test(name, options, body) {
  cases.push(typeof options === 'function' ? { name, body: options } : { name, body, ...options })
}

const asRoot = process.getuid?.() === 0
// The last one makes sure of it: nothing beyond this machine is ever looked up.
const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--lang=en-GB',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']

export function launch() {
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(one => fs.existsSync(one))
  const executablePath = process.env.CHROMIUM ?? found
  if (!executablePath) throw new Error('there is no Chromium: apt-get install chromium, or set CHROMIUM')
  return chromium.launch({ executablePath, headless: true, chromiumSandbox: !asRoot, args: flags })
}

const isPolicy = header => header?.includes("default-src 'none'") && !/script-src|unsafe|\*/.test(header)

// What holds for every page in every case: a policy without scripts, and nothing the browser complains about.
async function watch(response, problems) {
  const type = response.headers()['content-type'] ?? ''
  if (response.request().resourceType() !== 'document' || !type.startsWith('text/html')) return
  const address = new URL(response.url()).pathname
  if (!isPolicy(response.headers()['content-security-policy']))
    problems.push(`${address} has no policy that forbids scripts`)
  const html = await response.text().catch(() => '')
  if (/<script|<[^>]*\s(on\w+=|(href|action|src)=.?javascript:)/i.test(html)) problems.push(`${address} carries a script`)
}

export async function open(browser, options, problems = []) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options })
  context.setDefaultTimeout(20_000)
  context.on('response', response => { watch(response, problems) })
  context.on('console', message => {
    // "Failed to load resource" tells of a status that is the case's own business.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(`console: ${message.text()}`)
  })
  context.on('weberror', error => problems.push(`script: ${error.error().message}`))
  return context
}

async function one(browser, what) {
  const problems = []
  const stack = await Stack.start(what.stack)
  let context
  try {
    context = await open(browser, what.browser, problems)
    const page = await context.newPage()
    await what.body({ stack, context, page, browser })
    if (problems.length) throw new Error(problems.join('\n'))
  } catch (error) {
    const picture = path.join(os.tmpdir(), `quittance-failed-${what.name.replace(/\W+/g, '-').slice(0, 60)}.png`)
    await context?.pages().at(-1)?.screenshot({ path: picture }).catch(() => {})
    const where = context?.pages().map(one => one.url()).join(', ')
    throw new Error(`${error.stack}\nat ${where}\npicture: ${picture}\n${stack.log()}`)
  } finally {
    await context?.close()
    await stack.stop()
  }
}

function inTime(work, seconds) {
  let timer
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not over after ${seconds} s`)), seconds * 1000)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

export async function runAll(wanted) {
  const browser = await launch()
  let passed = 0, failed = 0
  try {
    for (const what of cases.filter(one => wanted.every(word => one.name.includes(word)))) {
      const began = Date.now()
      try {
        await inTime(one(browser, what), 120)
        ++passed
        console.log(`ok   ${what.name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
      } catch (error) {
        ++failed
        console.log(`FAIL ${what.name}\n${error.stack ?? error}`)
      }
    }
  } finally {
    await browser.close()
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0
}
