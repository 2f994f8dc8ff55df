import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { TypedDocumentString } from './generated/graphql.js';

/** What a GraphQL answer says went wrong; `code` is one of those in docs/api.md. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
  }

  static from(errors: readonly GraphQlError[]): ApiError {
    const first = errors[0];
    return new ApiError(first?.message ?? 'no reason given', first?.extensions?.code as string | undefined);
  }
}

type GraphQlError = { readonly message: string; readonly extensions?: Record<string, unknown> };

/** Asks over HTTP. The document carries the types of its variables and of its result. */
export async function ask<Result, Variables>(
  url: string,
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const answer = (await response.json()) as { data?: Result; errors?: GraphQlError[] };
  if (answer.errors !== undefined || answer.data === undefined) {
    throw ApiError.from(answer.errors ?? [{ message: `HTTP ${response.status}` }]);
  }
  return answer.data;
}

const PAUSE_MS = 1_000;

/**
 * Subscribes over WebSocket, for as long as the caller iterates. After a lost connection it
 * connects again and goes on behind the last change: the server tells what was missed.
 *
 * @param after the cursor to begin behind
 * @param changesOf the list of changes in a message
 * @throws ApiError when the server refuses; CURSOR_EXPIRED: read everything anew, and begin without
 */
export async function* follow<Result, Change extends { cursor: string }>(
  url: string,
  document: TypedDocumentString<Result, { after?: string | null }>,
  after: string | null,
  changesOf: (result: Result) => readonly Change[],
): AsyncGenerator<readonly Change[]> {
  let cursor = after;
  // The library would subscribe again with the variables of the beginning: so we do it ourselves.
  const client: Client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  try {
    for (;;) {
      try {
        const query = document.toString();
        for await (const message of client.iterate<Result>({ query, variables: { after: cursor } })) {
          if (message.errors !== undefined || message.data == null) {
            throw ApiError.from(message.errors ?? []);
          }
          const changes = changesOf(message.data);
          cursor = changes.at(-1)?.cursor ?? cursor;
          yield changes;
        }
      } catch (error) {
        if (error instanceof ApiError) {
          throw error;
        }
        if (Array.isArray(error)) {
          throw ApiError.from(error as GraphQlError[]);
        }
        console.error('connection lost; trying again');
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  } finally {
    await client.dispose();
  }
}
