package io.ailb.agent.app.leaving;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Does what the lines of its input say, one after the other: {@code NUMBER CLIENT STAGE WAY whole}
 * or {@code stream}, and where to. Says when the stage is reached, as far as it can know, leaves at
 * the next line, and tells how that went.
 */
public final class LeavingApp {
  private static final long CONNECTING = TimeUnit.MILLISECONDS.toNanos(50);

  private final Map<String, Asker> askers;
  private final Pulse pulse = Pulse.start();
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private LeavingApp(Map<String, Asker> askers) {
    this.askers = askers;
  }

  /** Takes the family of the clients. */
  public static void main(String[] arguments) {
    try {
      new LeavingApp(
              switch (arguments[0]) {
                case "apache5" -> Apache5Askers.all();
                case "reactor-netty" -> ReactorNettyAskers.all();
                default -> throw new IllegalArgumentException(arguments[0]);
              })
          .run();
      System.exit(0);
    } catch (Exception e) { // ends whoever still waits
      e.printStackTrace();
      System.exit(1);
    }
  }

  private void run() throws Exception {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      one(
          words[0],
          askers.get(words[1]),
          words[2],
          Way.valueOf(words[3]),
          words[4].equals("stream"),
          words[5]);
    }
  }

  private static String body(String number, String stage, boolean stream) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"%s %s %s\"}],\"model\":\"gpt-4o-mini\"%s}"
        .formatted(number, stage, stream ? "stream" : "whole", stream ? ",\"stream\":true" : "");
  }

  private void one(String number, Asker asker, String stage, Way way, boolean stream, String url)
      throws Exception {
    String host = url.substring(url.indexOf("://") + 3, url.indexOf("/v1"));
    Place place = host.endsWith(".test") ? new Place(host.replace(".test", "")) : null;
    Asked before = null;
    if (stage.equals("QUEUE")) {
      before = asker.ask(url, body(number + "0", "HEAD", false), Way.CANCEL);
      Place.await(() -> place.inFlight() == 1);
      say(number, "occupied", "");
      String unused = in.readLine();
    }
    long began = System.nanoTime();
    Asked asked = asker.ask(url, body(number, stage, stream), way);
    switch (stage) {
      case "QUEUE" -> Place.await(() -> place.queued() == 1);
      case "SHOWN" -> asked.shown.get(20, TimeUnit.SECONDS);
      case "CONNECTING" -> {
        Place.await(() -> place.inFlight() == 1);
        LockSupport.parkNanos(CONNECTING); // the client is on its way there
      }
      default -> {}
    }
    pulse.reset();
    say(number, "reached", "");
    if (!way.isTimed()) {
      String unused = in.readLine();
    }
    long leaves = System.nanoTime();
    if (!way.isTimed()) {
      asked.leave(way);
    }
    String told = asked.told.get(20, TimeUnit.SECONDS);
    long toldAt = System.nanoTime();
    long left = way.isTimed() ? limit(asked, stage, began) : leaves;
    long leftAt =
        System.currentTimeMillis() + TimeUnit.NANOSECONDS.toMillis(left - System.nanoTime());
    long toldNanos = toldAt - left;
    if (place != null) {
      int others = before == null ? 0 : 1;
      Place.await(() -> place.inFlight() == others && place.queued() == 0);
    }
    long freeNanos = System.nanoTime() - left;
    if (before != null) {
      before.leave(Way.CANCEL);
      Place.await(() -> place.inFlight() == 0);
    }
    say(
        number,
        "left",
        "%d, %d, %d, %d, %s"
            .formatted(
                leftAt,
                TimeUnit.NANOSECONDS.toMillis(toldNanos),
                TimeUnit.NANOSECONDS.toMillis(freeNanos),
                pulse.lateMillis(),
                told));
  }

  /** When it takes too long: such limits are from each piece of an answer to the next. */
  private static long limit(Asked asked, String stage, long began) {
    long from = stage.equals("SHOWN") ? asked.latest() : began;
    return from + TimeUnit.MILLISECONDS.toNanos(Asker.LIMIT_MILLIS);
  }

  private static void say(String number, String what, String words) {
    System.out.println(number + " " + what + ": " + words);
    System.out.flush();
  }
}
