package io.ailb.simulator.wire;

import io.ailb.simulator.dialect.Request;
import io.ailb.simulator.log.Visit;
import io.ailb.simulator.wire.Desk.Service;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ServerSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import okio.GzipSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** One listening port on loopback, and the connections to it. */
public final class LineServer implements Closeable {
  /** It warns of every connection that is opened and not used. A field, so that it stays. */
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

  /** Where OkHttp reports each HTTP/2 stream that ended early, which here is what is asked for. */
  private static final Logger OKHTTP_LOG = Logger.getLogger(OkHttpClient.class.getName());

  private static final String ENDED_EARLY = "Http2Connection.Listener failure for MockWebServer";

  static {
    SERVER_LOG.setLevel(Level.SEVERE);
    if (OKHTTP_LOG.getFilter() == null) {
      OKHTTP_LOG.setFilter(entry -> !String.valueOf(entry.getMessage()).startsWith(ENDED_EARLY));
    }
  }

  private final Desk desk;
  private final @Nullable Certificate certificate;
  private final boolean http2;

  private InetSocketAddress address; // guarded by this
  private @Nullable Running running; // guarded by this
  private @Nullable HeldPort held; // guarded by this

  /**
   * Starts listening.
   *
   * @param port 0 for any free one
   * @param certificate null for plain TCP
   * @param http2 offers HTTP/2 and HTTP/1.1 over TLS; without TLS the client must know that HTTP/2
   *     is spoken
   */
  public LineServer(int port, @Nullable Certificate certificate, boolean http2, Desk desk)
      throws IOException {
    this.desk = desk;
    this.certificate = certificate;
    this.http2 = http2;
    InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    Running first = new Running(new InetSocketAddress(loopback, port));
    address = new InetSocketAddress(loopback, first.server.getPort());
    running = first;
  }

  public synchronized int port() {
    return address.getPort();
  }

  /** Breaks all connections and refuses new ones until {@link #up}. The port stays ours. */
  public synchronized void down() throws IOException {
    if (running != null) {
      running.stop();
      running = null;
      held = new HeldPort(address);
    }
  }

  /** Listens again on the same port. */
  public synchronized void up() throws IOException {
    if (running != null) {
      return;
    }
    try {
      running = new Running(address);
      letGo();
    } catch (IOException e) {
      // Linux lets the server bind beside the held port, other systems want it free.
      letGo();
      running = new Running(address);
    }
  }

  // guarded by this
  private void letGo() throws IOException {
    if (held != null) {
      held.close();
      held = null;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (running != null) {
      running.stop();
    }
    letGo();
  }

  /** A MockWebServer, which can be started only once. */
  private final class Running extends Dispatcher {
    private final MockWebServer server = new MockWebServer();
    private final LineServerSocket sockets = new LineServerSocket();

    Running(InetSocketAddress at) throws IOException {
      server.setServerSocketFactory(new OneSocket(sockets));
      server.setDispatcher(this);
      if (certificate != null) {
        server.useHttps(certificate.sslSocketFactory());
        server.setProtocols(
            http2 ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.HTTP_1_1));
      } else if (http2) {
        server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
      }
      server.start(at.getAddress(), at.getPort());
    }

    @Override
    public MockResponse dispatch(RecordedRequest recorded) throws InterruptedException {
      // MockWebServer keeps every request for a test that asks for it. Here nobody does.
      server.takeRequest(0, TimeUnit.MILLISECONDS);
      Line line = sockets.line(recorded.getConnectionIndex());
      if (line == null) {
        throw sneaky(new Player.HungUp());
      }
      boolean overHttp2 = recorded.getVersion().equals("HTTP/2");
      try {
        Service service = desk.receive(request(recorded), overHttp2 ? "HTTP/2" : "HTTP/1.1");
        return player(service, line, overHttp2).head();
      } catch (Player.HungUp e) {
        throw sneaky(e);
      } catch (RuntimeException e) {
        // A hanging client would be the worst way to learn of a mistake of ours.
        SERVER_LOG.log(Level.SEVERE, "the simulator failed", e);
        return new MockResponse.Builder().code(500).body("simulator failed: " + e).build();
      }
    }

    private Player player(Service service, Line line, boolean overHttp2) {
      Client client = overHttp2 ? new Http2Client(line) : new Http1Client(line);
      Visit visit = service.visit();
      // The connection may break while MockWebServer writes the head: nobody else tells the visit.
      Runnable lost =
          () -> {
            if (line.hungUp()) {
              visit.brokenOff();
            } else {
              visit.clientLeft();
            }
          };
      line.whenClosed(lost);
      return new Player(service.plan(), client, overHttp2, visit, () -> line.forget(lost));
    }

    void stop() {
      sockets.open().forEach(Line::reset);
      server.close();
    }
  }

  /** Java callers of a Kotlin method cannot declare what it throws. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable t) throws E {
    throw (E) t;
  }

  private static Request request(RecordedRequest recorded) {
    HttpUrl url = recorded.getUrl();
    Map<String, String> query = new LinkedHashMap<>();
    for (int i = 0; i < url.querySize(); i++) {
      String value = url.queryParameterValue(i);
      query.put(url.queryParameterName(i), value == null ? "" : value);
    }
    Map<String, String> headers = headers(recorded.getHeaders());
    ByteString body = recorded.getBody();
    return new Request(
        recorded.getMethod(),
        "/" + String.join("/", url.pathSegments()),
        query,
        headers,
        body == null ? "" : text(body, headers.get("content-encoding")));
  }

  /** What cannot be unfolded stays as it is, and will be found to be no JSON. */
  private static String text(ByteString body, @Nullable String encoding) {
    if (encoding == null || !encoding.equalsIgnoreCase("gzip")) {
      return body.utf8();
    }
    try (BufferedSource plain = Okio.buffer(new GzipSource(new Buffer().write(body)))) {
      return plain.readUtf8();
    } catch (IOException e) {
      return body.utf8();
    }
  }

  private static Map<String, String> headers(Headers headers) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i).toLowerCase(Locale.ROOT);
      byName.merge(name, headers.value(i), (first, second) -> first + ", " + second);
    }
    return byName;
  }

  /** Hands out the one socket we made. */
  private static final class OneSocket extends ServerSocketFactory {
    private final ServerSocket socket;

    OneSocket(ServerSocket socket) {
      this.socket = socket;
    }

    @Override
    public ServerSocket createServerSocket() {
      return socket;
    }

    @Override
    public ServerSocket createServerSocket(int port) {
      throw new UnsupportedOperationException("MockWebServer binds the socket itself");
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
      return createServerSocket(port);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
      return createServerSocket(port);
    }
  }
}
