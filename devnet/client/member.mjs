#!/usr/bin/env node
/**
 * A member at the keyboard: signs with the public Snapshot client and posts to a hub.
 *
 * One JSON request a line on standard input, one JSON answer a line on standard output, in order:
 *   {"hub": url, "key": private key, "as"?: address, "action": "proposal"|"vote"|"cancelProposal", "message": {...}}
 *   {"hub": url, "safe": {"address", "chainId", "owners": [private keys]}, "action", "message"}
 *   {"ok": true, "response": the hub's answer}  |  {"ok": false, "error": code, "reason": the hub's words}
 *
 * "as" names another account than the key's: the envelope then carries a signature that is not its sender's, as a
 * forger would post it. "safe" is a contract wallet: its owners sign, and it answers for them by ERC-1271. Everything
 * else is done by @snapshot-labs/snapshot.js, unchanged.
 */
import { createInterface } from 'node:readline';
import snapshot from '@snapshot-labs/snapshot.js';
import { Wallet, utils } from 'ethers';

const ACTIONS = ['proposal', 'vote', 'cancelProposal'];

/**
 * A Safe (1.3.0 or newer) as the client's signer. Each owner signs the Safe's own EIP-712 message over the digest; the
 * Safe wants the signatures one after the other, ascending by owner.
 */
function safeSigner({ address, chainId, owners }) {
  const wallets = owners.map((key) => new Wallet(key));
  wallets.sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
  return {
    address,
    async _signTypedData(domain, types, value) {
      const message = utils._TypedDataEncoder.hash(domain, types, value);
      const safeDomain = { chainId, verifyingContract: address };
      const safeTypes = { SafeMessage: [{ name: 'message', type: 'bytes' }] };
      const sign = (wallet) => wallet._signTypedData(safeDomain, safeTypes, { message });
      return utils.hexConcat(await Promise.all(wallets.map(sign)));
    }
  };
}

async function perform({ hub, key, safe, as, action, message }) {
  if (!ACTIONS.includes(action)) {
    throw new Error(`unknown action '${action}': expected one of ${ACTIONS.join(', ')}`);
  }
  const wallet = safe ? safeSigner(safe) : new Wallet(key);
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
