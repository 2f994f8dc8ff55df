package org.sweetwater.oracle.cradle.canary;

/**
 * Why a posted message is not taken.
 *
 * @param status of HTTP: 400 for what is no such message, 403 for a stranger's, 404 for an unknown
 *     experiment, 409 for what does not fit the present state, 422 for what the contract would skip
 */
record Refusal(int status, String reason) {}
