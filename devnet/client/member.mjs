#!/usr/bin/env node
/**
 * A member at the keyboard: signs with the public Snapshot client and posts to a hub.
 *
 * One JSON request a line on standard input, one JSON answer a line on standard output, in order:
 *   {"hub": url, "key": private key, "as"?: address, "action": "proposal"|"vote"|"cancelProposal", "message": {...}}
 *   {"ok": true, "response": the hub's answer}  |  {"ok": false, "error": code, "reason": the hub's words}
 *
 * "as" names another account than the key's: the envelope then carries a signature that is not its sender's, as a
 * forger would post it. Everything else is done by @snapshot-labs/snapshot.js, unchanged.
 */
import { createInterface } from 'node:readline';
import snapshot from '@snapshot-labs/snapshot.js';
import { Wallet } from 'ethers';

const ACTIONS = ['proposal', 'vote', 'cancelProposal'];

async function perform({ hub, key, as, action, message }) {
  if (!ACTIONS.includes(action)) {
    throw new Error(`unknown action '${action}': expected one of ${ACTIONS.join(', ')}`);
  }
  const wallet = new Wallet(key);
  const client = new snapshot.Client712(hub);
  return client[action](wallet, as ?? wallet.address, message);
}

/** The client rejects with the hub's body when the hub refuses, and with an Error when it cannot be reached. */
function refusal(cause) {
  return {
    ok: false,
    error: cause?.error ?? 'client_failure',
    reason: cause?.error_description ?? cause?.message ?? String(cause)
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { ok: true, response: await perform(JSON.parse(line)) };
  } catch (cause) {
    answer = refusal(cause);
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
