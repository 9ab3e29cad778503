// Signs bodies with the processor's own library and posts them to a gateway, as they are and tampered with; reads
// what the sandbox signed. One JSON request on standard input, one JSON answer on standard output:
//   {"url", "secret", "other", "now", "bodies": [text...]}            -> {"accepted": [status...], "tampered": {name: status}}
//   {"secret", "received": {"body", "signature"}, "now"}              -> {"event": id} or {"refused": message}
import Stripe from 'stripe';

const stripe = new Stripe('sk_test_interop', { apiVersion: undefined, telemetry: false });

async function read() {
  const parts = [];
  for await (const part of process.stdin) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
}

async function post(url, body, signature) {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
    body,
  });
  await reply.arrayBuffer();
  return reply.status;
}

function sign(payload, secret, timestamp) {
  return stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
}

// The library's own check has to agree that these are bad, or the test proves nothing.
function libraryRefuses(body, header, secret, now) {
  try {
    stripe.webhooks.constructEvent(body, header, secret, 300, undefined, now * 1000);
    return false;
  } catch (refused) {
    return refused.type === 'StripeSignatureVerificationError';
  }
}

async function deliver({ url, secret, other, now, bodies }) {
  const accepted = [];
  for (const body of bodies) accepted.push(await post(url, body, sign(body, secret, now)));
  const [body] = bodies;
  const header = sign(body, secret, now);
  const cases = {
    'another secret': [body, sign(body, other, now)],
    'a changed body': [body.replace('"type"', '"tyqe"'), header],
    'a blank more': [`${body} `, header],
    'a time too old': [body, sign(body, secret, now - 301)],
    'a time changed': [body, header.replace(`t=${now}`, `t=${now - 1}`)],
    'another scheme': [body, header.replace('v1=', 'v0=')],
  };
  const tampered = {};
  for (const [name, [sent, signature]] of Object.entries(cases)) {
    if (!libraryRefuses(sent, signature, secret, now)) throw new Error(`the library accepts: ${name}`);
    tampered[name] = await post(url, sent, signature);
  }
  return { accepted, tampered };
}

function check({ secret, received, now }) {
  try {
    const event = stripe.webhooks.constructEvent(received.body, received.signature, secret, 300, undefined, now * 1000);
    return { event: event.id };
  } catch (refused) {
    return { refused: refused.message };
  }
}

const asked = await read();
process.stdout.write(JSON.stringify(asked.received ? check(asked) : await deliver(asked)));
