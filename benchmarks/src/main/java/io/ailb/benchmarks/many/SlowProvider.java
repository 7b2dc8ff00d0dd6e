package io.ailb.benchmarks.many;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.StringJoiner;

/**
 * A provider in a process of its own whose answers take a second: all of one, or of a stream what
 * comes after its first word. It may also wait until so many ask at the same time: if anything on
 * their side holds one back until another is answered, that never comes. One thread, as ten
 * thousand of its own would be in the way of those that are measured.
 */
public final class SlowProvider {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /**
   * So many ports: a single one has not enough of the other side's for ten thousand, again and
   * again.
   */
  private static final int PORTS = 8;

  private static final int BACKLOG = 4_096;

  private static final byte[] WHOLE =
      whole(
          """
          {"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"gpt-4o-mini",\
          "choices":[{"index":0,"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}],\
          "usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}\
          """);

  private static final byte[] FIRST =
      ("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
              + chunk(event("{\"content\":\"yes\"}", "null")))
          .getBytes(StandardCharsets.US_ASCII);

  private static final byte[] LAST =
      (chunk(event("{}", "\"stop\"")) + chunk("data: [DONE]\n\n") + "0\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final Selector selector = Selector.open();
  private final Queue<Due> waiting = new ArrayDeque<>(); // all wait equally long, so in order
  private final int crowd;

  /** Whether as many have come as were waited for. */
  private boolean open;

  private SlowProvider(int crowd) throws IOException {
    this.crowd = crowd;
    this.open = crowd == 0;
  }

  /** An answer, and when. */
  private record Due(Connection connection, boolean streamed, long at) {}

  /** What has come of a request. */
  private static final class Connection {
    private final SocketChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(1_024);

    private Connection(SocketChannel channel) {
      this.channel = channel;
    }
  }

  /** {@code args}: how many must ask at the same time before any is answered; 0 = nobody waits. */
  public static void main(String[] args) throws IOException {
    SlowProvider provider = new SlowProvider(Integer.parseInt(args[0]));
    System.out.println(provider.listen());
    Thread end =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // until whoever started it has gone
                }
              } catch (IOException e) {
                // gone, too
              }
              System.exit(0);
            });
    end.setDaemon(true);
    end.start();
    provider.serve();
  }

  private String listen() throws IOException {
    StringJoiner ports = new StringJoiner(",");
    for (int i = 0; i < PORTS; i++) {
      ServerSocketChannel server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      ports.add(String.valueOf(((InetSocketAddress) server.getLocalAddress()).getPort()));
    }
    return ports.toString();
  }

  private void serve() throws IOException {
    while (true) {
      Due next = open ? waiting.peek() : null;
      long wait = next == null ? 1_000 : (next.at - System.nanoTime()) / 1_000_000;
      if (wait > 0) {
        selector.select(wait);
      } else {
        selector.selectNow();
      }
      List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
      selector.selectedKeys().clear();
      for (SelectionKey key : ready) {
        if (key.isAcceptable()) {
          accept((ServerSocketChannel) key.channel());
        } else {
          read(key, (Connection) key.attachment());
        }
      }
      answer();
    }
  }

  private void accept(ServerSocketChannel server) throws IOException {
    for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
    }
  }

  private void read(SelectionKey key, Connection from) throws IOException {
    try {
      if (from.channel.read(from.buffer) < 0) {
        from.channel.close();
        return;
      }
    } catch (IOException e) {
      key.cancel();
      from.channel.close();
      return;
    }
    String text =
        new String(from.buffer.array(), 0, from.buffer.position(), StandardCharsets.US_ASCII);
    int end = text.indexOf("\r\n\r\n") + 4;
    if (end >= 4 && text.length() >= end + length(text)) {
      from.buffer.clear();
      asked(from, text.contains("\"stream\":true"));
    } else if (!from.buffer.hasRemaining()) {
      from.buffer = ByteBuffer.allocate(2 * from.buffer.capacity()).put(from.buffer.flip());
    }
  }

  private static int length(String text) {
    String name = "\r\ncontent-length: ";
    int at = text.toLowerCase(Locale.ROOT).indexOf(name) + name.length();
    return Integer.parseInt(text.substring(at, text.indexOf('\r', at)));
  }

  private void asked(Connection from, boolean streamed) throws IOException {
    if (streamed) {
      write(from, FIRST);
    }
    waiting.add(new Due(from, streamed, System.nanoTime() + SECOND));
    open |= waiting.size() >= crowd;
  }

  private void answer() throws IOException {
    while (open && !waiting.isEmpty() && waiting.peek().at - System.nanoTime() <= 0) {
      Due due = waiting.remove();
      write(due.connection, due.streamed ? LAST : WHOLE);
    }
    if (waiting.isEmpty() && crowd > 0) {
      open = false;
    }
  }

  private static void write(Connection to, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      while (buffer.hasRemaining()) {
        if (to.channel.write(buffer) == 0) {
          throw new IllegalStateException("no room for an answer: who asked does not read");
        }
      }
    } catch (IOException e) {
      to.channel.close();
    }
  }

  private static byte[] whole(String json) {
    return ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
            + json.length()
            + "\r\n\r\n"
            + json)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String event(String delta, String reason) {
    return """
    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,\
    "model":"gpt-4o-mini","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

    """
        .formatted(delta, reason);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }
}
