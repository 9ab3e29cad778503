import './paying.mjs'
import './coming_back.mjs'
import './trouble.mjs'
import './plans.mjs'
import './account.mjs'
import './settings.mjs'
import './pages.mjs'
import './desk.mjs'
import './mails.mjs'
import { runAll } from './events.mjs'

process.exitCode = await runAll(process.argv.slice(2)) ? 0 : 1
