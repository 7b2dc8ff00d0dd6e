package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;

/** Drives exchanges against a {@link World}, as a real client would against a network. */
interface TestAdapter {
  /** Makes the call and lets time pass until it is over. */
  Call run(World world, Call call);

  static Exchange begin(World world, Call call) {
    String path = call.path.replaceAll("\\?.*", "");
    Opening opening =
        call.pool == null
            ? world.balancer.begin("caller.host", 443, path)
            : world.balancer.beginIn(call.pool, path);
    Exchange exchange =
        opening == null
            ? null
            : opening.request(
                call.method,
                call.path,
                call.headers,
                call.body.getBytes(UTF_8),
                call.time(),
                call.failedBefore);
    call.notOurs = exchange == null;
    call.exchange = exchange;
    call.observation = opening == null ? null : opening.observation();
    return exchange;
  }

  static Duration since(World world, long began) {
    return Duration.ofNanos(world.time.nanos() - began);
  }
}
