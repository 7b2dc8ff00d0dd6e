/**
 * Real SDKs as judges: each asks the same questions in its own words and says what its user got.
 * Which provider answers is none of their business.
 */
package io.ailb.agent.app.judge;
