package io.ailb.agent.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedTest {
  private final Semaphore more = new Semaphore(0);
  private final LinkedBlockingQueue<String> input = new LinkedBlockingQueue<>();
  private int line;

  /** Ten bytes each; "end" is the end, "broken" a disk that fails. */
  private final Records records =
      new Records() {
        @Override
        public @Nullable Item next() throws IOException {
          try {
            String id = input.take();
            if (id.equals("broken")) {
              throw new IOException("bad disk");
            }
            return id.equals("end")
                ? null
                : new Item(id, ++line, 1, "0123456789".getBytes(UTF_8), Item.NONE, null);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }

        @Override
        public void close() {}
      };

  private Feed feed(long most) {
    Feed feed = new Feed(new Intake(records, new IdTable(), false), most);
    feed.onMore(more::release);
    return feed;
  }

  private Item awaited(Feed feed) throws InterruptedException {
    Item item = feed.poll();
    while (item == null) {
      assertThat(more.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      item = feed.poll();
    }
    return item;
  }

  @Test
  void whoAsksIsNeverKeptWaiting() throws Exception {
    Feed feed = feed(100);
    feed.start(() -> false);
    assertThat(feed.poll()).isNull();
    assertThat(feed.isOver()).isFalse();

    input.add("a");
    assertThat(awaited(feed).id()).isEqualTo("a");
    assertThat(feed.poll()).isNull();
    input.add("end");
    while (!feed.isOver()) {
      assertThat(more.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(feed.failure()).isNull();
  }

  @Test
  void noMoreIsReadThanMemoryHolds() throws Exception {
    for (int i = 0; i < 20; i++) {
      input.add("i" + i);
    }
    Feed feed = feed(25);
    feed.start(() -> false);

    // 30 bytes are more than 25: the fourth waits for one of them.
    Item first = awaited(feed);
    awaited(feed);
    awaited(feed);
    assertThat(feed.poll()).isNull();
    assertThat(input).hasSize(17);
    feed.done(first);
    assertThat(awaited(feed).id()).isEqualTo("i3");
  }

  @Test
  void whereNothingWillMakeRoomOneMoreIsRead() throws Exception {
    for (int i = 0; i < 5; i++) {
      input.add("i" + i);
    }
    input.add("end");
    Feed feed = feed(5);
    feed.start(() -> true); // what was read is held back, and nothing is under way

    for (int i = 0; i < 5; i++) {
      assertThat(awaited(feed).id()).isEqualTo("i" + i);
    }
  }

  @Test
  void whatWasReadBeforeItBrokeIsThere() throws Exception {
    input.add("a");
    input.add("broken");
    Feed feed = feed(100);
    feed.start(() -> false);

    assertThat(awaited(feed).id()).isEqualTo("a");
    while (!feed.isOver()) {
      assertThat(more.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(feed.failure()).hasMessage("bad disk");
  }
}
