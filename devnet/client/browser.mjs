#!/usr/bin/env node
/**
 * A member before a browser: opens a page in headless Chromium, whose wallet is an EIP-1193 provider that signs for
 * real, and does what the member would do.
 *
 * One JSON request on standard input, one JSON answer on standard output:
 *   {"url", "chromium": program, "wallet": "signs"|"rejects"|"forges"|"none", "key"?: private key, "rpcUrl"?: node,
 *    "discovery"?: "EIP-6963"|"window.ethereum", "clicks": labels of the buttons to press, in order,
 *    "expect": text of the last status, "dark"?: true, "screenshots"?: folder}
 *   {"heading", "facts": {label: value}, "warnings", "said": the status before each click and at the end,
 *    "errors": what the page's console complained about}  |  {"failure": why it did not come so far}
 */
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { Wallet, providers } from 'ethers';

const TIMEOUT_MS = 20_000;
// Longer than the page waits for anything by itself.
const STAYS_MS = 700;
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** What a wallet answers; a refusal is {code, message} of EIP-1193. */
function walletOf({ wallet, key, rpcUrl }) {
  const account = new Wallet(key);
  const signer = wallet === 'forges' ? Wallet.createRandom() : account;
  const rejection = { code: 4001, message: 'User rejected the request.' };
  const methods = {
    eth_requestAccounts: () => [account.address.toLowerCase()],
    eth_chainId: async () => (await new providers.JsonRpcProvider(rpcUrl).send('eth_chainId', [])),
    eth_signTypedData_v4: ([from, text]) => {
      if (from.toLowerCase() !== account.address.toLowerCase()) throw { code: 4100, message: `not my account: ${from}` };
      const { domain, types: { EIP712Domain, ...types }, message } = JSON.parse(text);
      return signer._signTypedData(domain, types, message);
    },
    eth_sendTransaction: async ([{ from, ...transaction }]) =>
      (await account.connect(new providers.JsonRpcProvider(rpcUrl)).sendTransaction(transaction)).hash
  };
  return async ({ method, params }) => {
    const asksTheMember = method !== 'eth_requestAccounts' && method !== 'eth_chainId';
    if (wallet === 'rejects' && asksTheMember) return { error: rejection };
    if (!methods[method]) return { error: { code: 4200, message: `unsupported method ${method}` } };
    try {
      return { result: await methods[method](params ?? []) };
    } catch (error) {
      return { error: { code: error.code ?? -32603, message: error.message } };
    }
  };
}

/** Runs in the page before its own script, as a wallet's content script does. */
function injectProvider(discovery) {
  const provider = {
    request: async request => {
      const { result, error } = await window.walletRequest(request);
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      return result;
    }
  };
  if (discovery === 'window.ethereum') {
    window.ethereum = provider;
    return;
  }
  const info = { uuid: '6c5a8e1e-0000-4000-8000-000000000001', name: 'Test wallet', icon: 'data:,', rdns: 'org.example.wallet' };
  const announce = () =>
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }));
  window.addEventListener('eip6963:requestProvider', announce);
  announce();
}

async function visit(request) {
  const browser = await chromium.launch({ executablePath: request.chromium, args: FLAGS, timeout: TIMEOUT_MS });
  try {
    const page = await browser.newPage({
      viewport: { width: 900, height: 900 },
      colorScheme: request.dark ? 'dark' : 'light'
    });
    page.setDefaultTimeout(TIMEOUT_MS);
    const errors = [];
    page.on('console', message => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', error => errors.push(String(error)));
    if (request.wallet !== 'none') {
      await page.exposeFunction('walletRequest', walletOf(request));
      await page.addInitScript(injectProvider, request.discovery ?? 'EIP-6963');
    }
    await page.goto(request.url);
    const status = page.getByRole('status');
    const said = [];
    const look = async () => {
      said.push(await status.textContent());
      if (request.screenshots) await page.screenshot({ path: `${request.screenshots}/${said.length}.png`, fullPage: true });
    };
    for (const label of request.clicks) {
      const button = page.getByRole('button', { name: label, exact: true });
      await button.and(page.locator(':enabled')).waitFor();
      await look();
      await button.click();
    }
    await status.filter({ hasText: request.expect }).waitFor();
    await page.waitForTimeout(STAYS_MS);
    await look();
    if (!said.at(-1).includes(request.expect)) throw new Error(`the page said "${request.expect}", and then: ${said.at(-1)}`);
    return {
      heading: await page.getByRole('heading').textContent(),
      facts: await page.evaluate(() =>
        Object.fromEntries([...document.querySelectorAll('dt')].map(dt => [dt.textContent, dt.nextElementSibling.textContent]))),
      warnings: await page.locator('.warning').allTextContents(),
      said,
      errors
    };
  } finally {
    await browser.close();
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await visit(JSON.parse(line));
  } catch (error) {
    answer = { failure: String(error?.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
