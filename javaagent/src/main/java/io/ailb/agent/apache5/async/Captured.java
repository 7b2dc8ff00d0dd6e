package io.ailb.agent.apache5.async;

import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the application's producer has said of its request: {@code entity} null = without a body.
 */
record Captured(HttpRequest request, @Nullable EntityDetails entity) {}
