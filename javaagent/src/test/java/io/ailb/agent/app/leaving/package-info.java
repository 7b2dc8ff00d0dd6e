/** Applications that do not wait for their answers, and tell how that went. */
package io.ailb.agent.app.leaving;
