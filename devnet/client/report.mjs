#!/usr/bin/env node
/**
 * A reader before a browser: opens an experiment's page in headless Chromium, on a wide screen in light, in dark, on a
 * phone and in print, and says what was there.
 *
 * One JSON request on standard input, one JSON answer on standard output:
 *   {"url": of the file, "chromium": program, "screenshots": folder}
 *   {"title", "headings", "tables": {caption: rows of cells}, "charts": [{"name", "width", "height"}], "scripts": how many,
 *    "problems": what the console complained about, violations of the policy included, "requests": all URLs asked for,
 *    "overflow": pixels by which the page is wider than the phone, "cut": tables that paper cuts off, "contrast": texts that are too pale}  |  {"failure"}
 */
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const TIMEOUT_MS = 20_000;
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const PHONE = { width: 390, height: 844 };
// A4 less margins of 1 cm, at 96 dots per inch.
const PAPER = { width: 718, height: 1047 };
const SCREEN = { width: 1200, height: 900 };

/** Runs in the page. */
function look() {
  const text = element => element.textContent.replace(/\s+/g, ' ').trim();
  return {
    title: document.title,
    headings: [...document.querySelectorAll('h1, h2, h3')].map(text),
    tables: Object.fromEntries(
      [...document.querySelectorAll('table')].map(table => [
        text(table.caption),
        [...table.rows].map(row => [...row.cells].map(text))
      ])
    ),
    unscoped: [...document.querySelectorAll('th:not([scope])')].map(text),
    charts: [...document.querySelectorAll('svg[role=img]')].map(svg => ({
      name: text(svg.querySelector('title')),
      description: text(svg.querySelector('desc')),
      width: svg.getBoundingClientRect().width,
      height: svg.getBoundingClientRect().height,
      runs: [...svg.querySelectorAll('.run')].filter(run => run.getBoundingClientRect().width > 0).length
    })),
    scripts: document.scripts.length
  };
}

/** Runs in the page: texts whose contrast with what lies behind them is below WCAG's 4.5 to 1. */
function paleTexts() {
  const channels = colour => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) =>
    [r, g, b]
      .map(c => c / 255)
      .map(c => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const over = ([r, g, b, a = 1], below) => [r, g, b].map((c, i) => c * a + below[i] * (1 - a));
  const ground = element => {
    if (!element) return [255, 255, 255];
    const colour = channels(getComputedStyle(element).backgroundColor);
    return (colour[3] ?? 1) === 1 ? colour : over(colour, ground(element.parentElement));
  };
  const pale = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (!own || ['title', 'desc'].includes(element.localName)) continue;
    const style = getComputedStyle(element);
    const behind = ground(element);
    const colour = over(channels(element instanceof SVGElement ? style.fill : style.color), behind);
    const [bright, dark] = [luminance(colour), luminance(behind)].sort((a, b) => b - a);
    const ratio = (bright + 0.05) / (dark + 0.05);
    if (ratio < 4.5) pale.add(`${element.localName}.${element.getAttribute('class') ?? ''} ${ratio.toFixed(2)}`);
  }
  return [...pale];
}

async function visit({ url, chromium: program, screenshots }) {
  const browser = await chromium.launch({ executablePath: program, args: FLAGS, timeout: TIMEOUT_MS });
  try {
    const page = await browser.newPage({ viewport: SCREEN });
    page.setDefaultTimeout(TIMEOUT_MS);
    const problems = [];
    const requests = [];
    page.on('console', message => problems.push(message.text()));
    page.on('pageerror', error => problems.push(String(error)));
    page.on('request', request => requests.push(request.url()));
    await page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', it =>
        console.error(`policy: ${it.effectiveDirective} ${it.blockedURI}`)
      )
    );
    await page.goto(url);
    const shoot = name => page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
    const seen = await page.evaluate(look);
    const contrast = await page.evaluate(paleTexts);
    await shoot('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    contrast.push(...(await page.evaluate(paleTexts)).map(it => `dark: ${it}`));
    await shoot('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(PHONE);
    await page.evaluate(() => document.querySelectorAll('details').forEach(it => (it.open = true)));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const small = await page.evaluate(look);
    await shoot('phone');
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(PAPER);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('.scroll')].filter(it => it.scrollWidth > it.clientWidth).map(it => it.ariaLabel ?? it.className)
    );
    await shoot('print');
    return { ...seen, phoneCharts: small.charts, problems, requests, overflow, cut, contrast };
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
