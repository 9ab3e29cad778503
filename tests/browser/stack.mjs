// The real thing, small and alone: redis-server, the sandbox processor and the gateway on free loopback ports, with
// everything they keep in one temporary folder.
import { spawn, spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const tree = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

export function programPath() {
  const given = process.env.QUITTANCE_PROGRAM
  const flavours = ['debug', 'asan', 'release'].map(one => path.join(tree, '.build', one, 'quittance'))
  const found = given ?? flavours.find(one => fs.existsSync(one))
  if (!found || !fs.existsSync(found))
    throw new Error('there is no quittance to test: run scripts/build debug quittance, or set QUITTANCE_PROGRAM')
  return path.resolve(found)
}

// Below the range that outgoing connections take theirs from: a gateway that is started again finds its port free.
const given = new Set()
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (given.has(port)) continue
    const server = net.createServer()
    const free = await new Promise(done => {
      server.once('error', () => done(false))
      server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
    })
    if (free) {
      given.add(port)
      return port
    }
  }
}

export async function until(what, condition, seconds = 20) {
  const end = Date.now() + seconds * 1000
  for (;;) {
    let value
    try {
      value = await condition()
    } catch (error) {
      if (Date.now() > end) throw error
    }
    if (value) return value
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`)
    await pause(50)
  }
}

// Whatever the caller has set is about another gateway.
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(QUITTANCE|STRIPE)_/.test(name)))
}

const settings = `
[business]
name = "Ana Coaching"
address = ["Example Street 1", "10115 Berlin"]
contact = "hello@example.com"
vat_id = "DE123456789"
zone = "Europe/Berlin"
locale = "en-GB"
terms = "https://example.com/terms"
`

const plenty = `
[limits.links]
per_minute = 60000
burst = 10000
`

const address = port => `http://127.0.0.1:${port}`

export class Stack {
  #children = new Map()
  #program = programPath()

  static async start({ more = plenty } = {}) {
    const made = new Stack()
    made.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'quittance-browser-'))
    const [open, admin, sandbox] = [await freePort(), await freePort(), await freePort()]
    Object.assign(made, { public: address(open), admin: address(admin), sandbox: address(sandbox) })
    const config = path.join(made.folder, 'quittance.toml')
    fs.writeFileSync(config, settings + more)
    fs.copyFileSync(path.join(tree, 'config/offers.toml'), path.join(made.folder, 'offers.toml'))
    fs.symlinkSync(path.join(tree, 'config/templates'), path.join(made.folder, 'templates'))
    made.redis = path.join(made.folder, 'redis.sock')
    made.environment = {
      ...cleanEnvironment(), QUITTANCE_CONFIG: config, QUITTANCE_STATE: path.join(made.folder, 'state'),
      QUITTANCE_PUBLIC: `127.0.0.1:${open}`, QUITTANCE_ADMIN: `127.0.0.1:${admin}`,
      QUITTANCE_SANDBOX: `127.0.0.1:${sandbox}`, QUITTANCE_REDIS: `unix:${made.redis}`, QUITTANCE_TEST_CLOCK: path.join(made.folder, 'clock'),
    }
    made.later('0s')
    fs.mkdirSync(made.environment.QUITTANCE_STATE, { mode: 0o700 })
    try {
      await made.startRedis()
      await made.startSandbox()
      await made.startGateway()
    } catch (error) {
      const said = made.log()
      await made.stop()
      throw new Error(`${error.message}\n${said}`)
    }
    return made
  }

  #launch(name, command, words) {
    const log = fs.openSync(path.join(this.folder, `${name}.log`), 'a')
    const child = spawn(command, words, { env: this.environment, stdio: ['ignore', log, log], cwd: this.folder })
    fs.closeSync(log)
    child.gone = new Promise(done => child.on('exit', code => done(code)))
    child.on('error', () => {})
    this.#children.set(name, child)
  }

  async #answers(name, where) {
    await until(`${name} answers`, async () => {
      const child = this.#children.get(name)
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`)
      return (await fetch(where)).ok
    })
  }

  async startRedis() {
    this.#launch('redis', 'redis-server', [path.join(tree, 'config/redis.conf'), '--dir', this.folder, '--port', '0',
      '--unixsocket', this.redis, '--daemonize', 'no'])
    await until('redis-server listens', () => fs.existsSync(this.redis))
  }

  async startSandbox() {
    this.#launch('sandbox', this.#program, ['sandbox'])
    await this.#answers('sandbox', `${this.sandbox}/demo`)
  }

  async startGateway() {
    this.#launch('gateway', this.#program, ['serve'])
    await this.#answers('gateway', `${this.admin}/readyz`)
  }

  // Stopped in order, and a crash or a sanitizer's finding on the way is an error.
  async end(name) {
    const child = this.#children.get(name)
    if (!child) return
    this.#children.delete(name)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 20_000)
    const code = await child.gone
    clearTimeout(late)
    if (code !== 0) throw new Error(`${name} ended with ${code ?? child.signalCode}\n${this.log()}`)
  }

  async stop() {
    const problems = []
    for (const name of ['gateway', 'sandbox', 'redis']) await this.end(name).catch(error => problems.push(error))
    fs.rmSync(this.folder, { recursive: true, force: true })
    if (problems.length) throw problems[0]
  }

  // From now on it is so much later, such as 90s or 31d, for gateway and processor alike.
  later(offset) {
    const clock = this.environment.QUITTANCE_TEST_CLOCK
    fs.writeFileSync(`${clock}.new`, offset)
    fs.renameSync(`${clock}.new`, clock)
  }

  // Around noon of the day that is so many days ahead: cards are charged by day.
  noonAfter(days) {
    const noon = new Date()
    noon.setUTCHours(11, 0, 0, 0)
    this.later(`${Math.floor((noon.getTime() - Date.now()) / 1000) + days * 86_400}s`)
  }

  log() {
    return ['gateway', 'sandbox'].map(name => {
      const file = path.join(this.folder, `${name}.log`)
      const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : []
      return `--- ${name}\n${lines.slice(-15).join('\n')}`
    }).join('\n')
  }

  secret(name) {
    return fs.readFileSync(path.join(this.environment.QUITTANCE_STATE, name), 'utf8').trim()
  }

  quittance(...words) {
    const done = spawnSync(this.#program, words, { env: this.environment, encoding: 'utf8', cwd: this.folder })
    if (done.status !== 0) throw new Error(`quittance ${words[0]} ended with ${done.status}: ${done.stderr}`)
    return done.stdout.trim()
  }

  link(reference, offer = 'coaching-60', rest = '&name=Ada+Example&email=ada%40example.com') {
    return `${this.public}/pay/${offer}?ref=${encodeURIComponent(reference)}${rest}`
  }

  // The address every letter to a client carries.
  clientPage(client, generation = 0) {
    const claim = `${client}.${generation}`
    const proof = createHmac('sha256', this.secret('quittance_page_key')).update(`client page\n${claim}`)
    return `${this.public}/a/${claim}.${proof.digest('base64url').slice(0, 22)}`
  }

  // What the booking system would read.
  async booking(reference, offer = 'coaching-60') {
    const reply = await fetch(`${this.public}/v1/bookings/${encodeURIComponent(reference)}?offer=${offer}`,
      { headers: { Authorization: `Bearer ${this.secret('quittance_api_key')}` } })
    return reply.status === 404 ? null : reply.json()
  }

  async checkout(body) {
    const reply = await fetch(`${this.public}/v1/checkouts`, { method: 'POST', body: JSON.stringify(body),
      headers: { Authorization: `Bearer ${this.secret('quittance_api_key')}`, 'Content-Type': 'application/json' } })
    if (!reply.ok) throw new Error(`the gateway refused: ${await reply.text()}`)
    return reply.json()
  }

  async settled(reference, offer = 'coaching-60') {
    return until(`${reference} is paid`, async () => {
      const told = await this.booking(reference, offer)
      return told?.state === 'paid' && told
    })
  }

  async settledPart(reference, offer) {
    return until(`${reference} is paid in part`, async () => {
      const told = await this.booking(reference, offer)
      return told?.received > 0 && told
    })
  }

  async #desk(action, form) {
    const reply = await fetch(`${this.sandbox}/_sandbox/${action}`, { method: 'POST', body: new URLSearchParams(form) })
    if (!reply.ok) throw new Error(`the sandbox refused ${action}: ${await reply.text()}`)
    return reply.json()
  }
  trouble(form) { return this.#desk('trouble', form) }
  refund(intent) { return this.#desk('refund', { payment_intent: intent }) }
  dispute(intent) { return this.#desk('dispute', { payment_intent: intent, kind: 'fraudulent' }) }

  // How often a charge was declined, as the processor's event list has it.
  async declinedCharges() {
    const reply = await fetch(`${this.sandbox}/v1/events?limit=100&type=payment_intent.payment_failed`,
      { headers: { Authorization: `Bearer ${this.secret('sandbox_secret_key')}` } })
    return (await reply.json()).data.length
  }

  async processor() { return (await fetch(`${this.sandbox}/_sandbox/state`)).json() }

  async expire(session) {
    const reply = await fetch(`${this.sandbox}/v1/checkout/sessions/${session}/expire`,
      { method: 'POST', headers: { Authorization: `Bearer ${this.secret('sandbox_secret_key')}` } })
    if (!reply.ok) throw new Error(`the sandbox did not expire the session: ${await reply.text()}`)
  }

  // How many webhooks ended so: applied, nothing_new, ...
  async webhooks(outcome) {
    const figures = await (await fetch(`${this.admin}/metrics`)).text()
    const line = figures.split('\n').find(one => one.startsWith('quittance_webhooks_total') &&
      one.includes(`"${outcome}"`))
    return line ? Number(line.split(' ').pop()) : 0
  }
}
