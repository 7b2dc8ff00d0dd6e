package io.ailb.simulator.wire;

import io.ailb.simulator.log.Visit;
import io.ailb.simulator.plan.Plan;
import io.ailb.simulator.plan.Step;
import io.ailb.simulator.plan.Step.End;
import io.ailb.simulator.plan.Step.Fuse;
import io.ailb.simulator.plan.Step.Head;
import io.ailb.simulator.plan.Step.Pause;
import io.ailb.simulator.plan.Step.Send;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketHandler;
import okhttp3.Headers;
import okio.Socket;

/**
 * Plays a plan to one client and tells the visit what came of it. MockWebServer writes the head, so
 * there are two acts: {@link #head} plays up to it, {@link #handle} plays the rest. The visit hears
 * of everything just before it happens: what a client has seen is in the log.
 */
final class Player implements SocketHandler {
  private final List<Step> steps;
  private final Client client;
  private final boolean http2;
  private final Visit visit;
  private final Runnable whenOver;
  private int next;
  private boolean sized;
  private long fuse = Long.MAX_VALUE;

  /**
   * @param whenOver runs when nothing more will be played
   */
  Player(Plan plan, Client client, boolean http2, Visit visit, Runnable whenOver) {
    steps = plan.steps();
    this.client = client;
    this.http2 = http2;
    this.visit = visit;
    this.whenOver = whenOver;
  }

  /**
   * Plays up to the head.
   *
   * @throws HungUp when the plan or the client's patience ends before it
   */
  MockResponse head() throws HungUp, InterruptedException {
    while (next < steps.size()) {
      Step step = steps.get(next++);
      if (step instanceof Head head) {
        return response(head);
      }
      if (!(step instanceof Pause pause) || !waitFor(pause.millis())) {
        break;
      }
    }
    over();
    client.reset();
    throw new HungUp();
  }

  private MockResponse response(Head head) {
    sized = head.sized();
    Headers.Builder headers = new Headers.Builder();
    head.headers().forEach(headers::add);
    if (sized) {
      headers.add("content-length", String.valueOf(bodyLength()));
    } else if (!http2) {
      headers.add("transfer-encoding", "chunked");
    }
    visit.headSent(head.status());
    return new MockResponse.Builder()
        .code(head.status())
        .headers(headers.build())
        .socketHandler(this)
        .build();
  }

  private long bodyLength() {
    return steps.stream().mapToLong(step -> step instanceof Send s ? bytes(s).length : 0).sum();
  }

  @Override
  public void handle(Socket socket) {
    try {
      client.open(socket, sized);
      while (next < steps.size()) {
        if (!play(steps.get(next++))) {
          over();
          client.flush();
          client.reset();
          return;
        }
      }
    } catch (IOException e) {
      visit.clientLeft();
      client.reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      client.reset();
    } finally {
      over();
    }
  }

  private void over() {
    visit.brokenOff();
    whenOver.run();
  }

  /** False when it ends here and not well. */
  private boolean play(Step step) throws IOException, InterruptedException {
    if (step instanceof Send send) {
      return send(send);
    }
    if (step instanceof Pause pause) {
      return pause(pause);
    }
    if (step instanceof Fuse lit) {
      fuse = lit.bytes();
      return fuse > 0;
    }
    if (step instanceof End) {
      visit.completed();
      client.end();
      return true;
    }
    return false;
  }

  private boolean send(Send send) throws IOException {
    byte[] bytes = bytes(send);
    if (bytes.length >= fuse) {
      client.write(Arrays.copyOf(bytes, (int) fuse));
      return false;
    }
    fuse -= bytes.length;
    if (send.content()) {
      visit.contentSent();
    }
    client.write(bytes);
    // The end goes out together with what is before it: a client need not wait for it twice.
    if (!(steps.get(next) instanceof End)) {
      client.flush();
    }
    return true;
  }

  private boolean pause(Pause pause) throws IOException, InterruptedException {
    long left = pause.millis();
    while (!pause.ping().isEmpty() && left > pause.pingMillis()) {
      if (!waitFor(pause.pingMillis())) {
        return false;
      }
      client.write(bytes(pause.ping()));
      client.flush();
      left -= pause.pingMillis();
    }
    return waitFor(left);
  }

  private boolean waitFor(long millis) throws InterruptedException {
    boolean there = client.pause(millis);
    if (!there) {
      visit.clientLeft();
    }
    return there;
  }

  private static byte[] bytes(Send send) {
    return bytes(send.text());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Tells MockWebServer that this request gets no answer. */
  static final class HungUp extends IOException {
    private static final long serialVersionUID = 1L;

    HungUp() {
      super("hung up before the head, as planned");
    }
  }
}
