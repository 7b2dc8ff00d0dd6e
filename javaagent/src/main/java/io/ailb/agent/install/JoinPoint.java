package io.ailb.agent.install;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods of clients that the agent changes, and where each then asks. The constants' names
 * stand in the changed classes.
 */
enum JoinPoint {
  /**
   * Read for each call, in 3.14, 4.x and 5.x: reaches every client, however and whenever it was
   * built.
   */
  OKHTTP_INTERCEPTORS(
      Names.OKHTTP, "interceptors", "()Ljava/util/List;", Shape.REPLACE, Names.OKHTTP_PLUGIN),

  /** Read for each call, too; what is last here is the last to see a request. */
  OKHTTP_NETWORK_INTERCEPTORS(
      Names.OKHTTP,
      "networkInterceptors",
      "()Ljava/util/List;",
      Shape.REPLACE,
      Names.OKHTTP_PLUGIN),

  /**
   * What the application holds in its hands is always this facade of the JDK's client; what traces
   * or measures the client itself sees each try.
   */
  JDK_SEND(
      Names.JDK,
      "send",
      "(Ljava/net/http/HttpRequest;Ljava/net/http/HttpResponse$BodyHandler;)"
          + "Ljava/net/http/HttpResponse;",
      Shape.TAKE_OVER,
      Names.JDK_PLUGIN),

  /** The same without waiting. */
  JDK_SEND_ASYNC(
      Names.JDK,
      "sendAsync",
      "(Ljava/net/http/HttpRequest;Ljava/net/http/HttpResponse$BodyHandler;)"
          + "Ljava/util/concurrent/CompletableFuture;",
      Shape.TAKE_OVER,
      Names.JDK_PLUGIN),

  /** The same of who wants what a server pushes. */
  JDK_SEND_ASYNC_WITH_PUSHES(
      Names.JDK,
      "sendAsync",
      "(Ljava/net/http/HttpRequest;Ljava/net/http/HttpResponse$BodyHandler;"
          + "Ljava/net/http/HttpResponse$PushPromiseHandler;)"
          + "Ljava/util/concurrent/CompletableFuture;",
      Shape.TAKE_OVER,
      Names.JDK_PLUGIN),

  /** All ways of executing a request with a classic client of Apache's lead here. */
  APACHE5_EXECUTE(
      Names.APACHE5, "doExecute", Names.APACHE5_EXECUTE, Shape.TAKE_OVER, Names.APACHE5_PLUGIN),

  /** The same of clients that know nothing of redirects, cookies and the like. */
  APACHE5_EXECUTE_MINIMAL(
      Names.APACHE5_MINIMAL,
      "doExecute",
      Names.APACHE5_EXECUTE,
      Shape.TAKE_OVER,
      Names.APACHE5_PLUGIN),

  /** Where classic clients write a request, after whatever else could see or change it. */
  APACHE5_WRITE(
      Names.APACHE5_EXECUTOR,
      "execute",
      "(Lorg/apache/hc/core5/http/ClassicHttpRequest;"
          + "Lorg/apache/hc/core5/http/io/HttpClientConnection;"
          + "Lorg/apache/hc/core5/http/io/HttpResponseInformationCallback;"
          + "Lorg/apache/hc/core5/http/protocol/HttpContext;)"
          + "Lorg/apache/hc/core5/http/ClassicHttpResponse;",
      Shape.TAKE_OVER,
      Names.APACHE5_KEY_PLUGIN),

  /** All ways of executing a request with an asynchronous client of Apache's lead here. */
  APACHE5_ASYNC_EXECUTE(
      Names.APACHE5_ASYNC + "InternalAbstractHttpAsyncClient",
      "doExecute",
      Names.APACHE5_ASYNC_EXECUTE,
      Shape.TAKE_OVER,
      Names.APACHE5_ASYNC_PLUGIN),

  /** The same of clients that know nothing of redirects, cookies and the like. */
  APACHE5_ASYNC_EXECUTE_MINIMAL(
      Names.APACHE5_ASYNC + "AbstractMinimalHttpAsyncClientBase",
      "doExecute",
      Names.APACHE5_ASYNC_EXECUTE,
      Shape.TAKE_OVER,
      Names.APACHE5_ASYNC_PLUGIN),

  /** Where asynchronous clients hand a request to a connection. */
  APACHE5_ASYNC_WRITE(
      Names.APACHE5_ASYNC + "InternalHttpAsyncExecRuntime",
      "execute",
      Names.APACHE5_ASYNC_WRITE,
      Shape.TAKE_OVER,
      Names.APACHE5_ASYNC_KEY_PLUGIN),

  /** The same of clients that speak HTTP/2 only. */
  APACHE5_ASYNC_WRITE_H2(
      Names.APACHE5_ASYNC + "InternalH2AsyncExecRuntime",
      "execute",
      Names.APACHE5_ASYNC_WRITE,
      Shape.TAKE_OVER,
      Names.APACHE5_ASYNC_KEY_PLUGIN),

  /**
   * Every way to a response of Reactor Netty's client, and so of WebClient's and of Azure's, begins
   * here, once the request is described and before there is a connection.
   */
  REACTOR_NETTY_CONNECT(
      Names.REACTOR_NETTY,
      "connect",
      "()Lreactor/core/publisher/Mono;",
      Shape.TAKE_OVER,
      Names.REACTOR_NETTY_PLUGIN);

  /** How a method is changed. */
  enum Shape {
    /** What it returns goes through the adapter: one object for another, come what may. */
    REPLACE,
    /**
     * The adapter is asked first, with {@code this} and all arguments, which are objects, or null
     * where there is none. What it returns is the result; null = the method runs as ever.
     */
    TAKE_OVER
  }

  /** As in class files, and of adapters as for their loader. */
  private static final class Names {
    static final String OKHTTP = "okhttp3/OkHttpClient";
    static final String OKHTTP_PLUGIN = "io.ailb.agent.okhttp.OkHttpPlugin";
    static final String JDK = "jdk/internal/net/http/HttpClientFacade";
    static final String JDK_PLUGIN = "io.ailb.agent.jdkhttp.JdkHttpPlugin";
    static final String APACHE5 = "org/apache/hc/client5/http/impl/classic/InternalHttpClient";
    static final String APACHE5_MINIMAL =
        "org/apache/hc/client5/http/impl/classic/MinimalHttpClient";
    static final String APACHE5_EXECUTE =
        "(Lorg/apache/hc/core5/http/HttpHost;Lorg/apache/hc/core5/http/ClassicHttpRequest;"
            + "Lorg/apache/hc/core5/http/protocol/HttpContext;)"
            + "Lorg/apache/hc/client5/http/impl/classic/CloseableHttpResponse;";
    static final String APACHE5_PLUGIN = "io.ailb.agent.apache5.classic.ClassicPlugin";
    static final String APACHE5_EXECUTOR = "org/apache/hc/core5/http/impl/io/HttpRequestExecutor";
    static final String APACHE5_KEY_PLUGIN = "io.ailb.agent.apache5.classic.KeyPlugin";
    static final String APACHE5_ASYNC = "org/apache/hc/client5/http/impl/async/";
    static final String APACHE5_ASYNC_EXECUTE =
        "(Lorg/apache/hc/core5/http/HttpHost;"
            + "Lorg/apache/hc/core5/http/nio/AsyncRequestProducer;"
            + "Lorg/apache/hc/core5/http/nio/AsyncResponseConsumer;"
            + "Lorg/apache/hc/core5/http/nio/HandlerFactory;"
            + "Lorg/apache/hc/core5/http/protocol/HttpContext;"
            + "Lorg/apache/hc/core5/concurrent/FutureCallback;)Ljava/util/concurrent/Future;";
    static final String APACHE5_ASYNC_PLUGIN = "io.ailb.agent.apache5.async.AsyncPlugin";
    static final String APACHE5_ASYNC_WRITE =
        "(Ljava/lang/String;Lorg/apache/hc/core5/http/nio/AsyncClientExchangeHandler;"
            + "Lorg/apache/hc/client5/http/protocol/HttpClientContext;)"
            + "Lorg/apache/hc/core5/concurrent/Cancellable;";
    static final String APACHE5_ASYNC_KEY_PLUGIN = "io.ailb.agent.apache5.async.AsyncKeyPlugin";
    static final String REACTOR_NETTY = "reactor/netty/http/client/HttpClientConnect";
    static final String REACTOR_NETTY_PLUGIN = "io.ailb.agent.reactornetty.ReactorNettyPlugin";
  }

  /** As in class files, and as a class says itself. */
  private static final Set<String> OWNERS = new HashSet<>();

  static {
    for (JoinPoint point : values()) { // a stream's first lambda would cost each start
      OWNERS.add(point.owner);
      OWNERS.add(point.owner.replace('/', '.'));
    }
  }

  private final String owner;
  private final String method;
  private final String descriptor;
  private final Shape shape;
  private final String plugin;

  JoinPoint(String owner, String method, String descriptor, Shape shape, String plugin) {
    this.owner = owner;
    this.method = method;
    this.descriptor = descriptor;
    this.shape = shape;
    this.plugin = plugin;
  }

  /**
   * Whether a class has methods to change. Asked for each class that the JVM loads.
   *
   * @param className with slashes or dots
   */
  static boolean isIn(@Nullable String className) {
    return className != null && OWNERS.contains(className);
  }

  boolean isOf(String className) {
    return owner.equals(className);
  }

  /** The join point of a method, or null. */
  static @Nullable JoinPoint of(String className, String method, String descriptor) {
    for (JoinPoint point : values()) {
      if (point.isOf(className)
          && point.method.equals(method)
          && point.descriptor.equals(descriptor)) {
        return point;
      }
    }
    return null;
  }

  Shape shape() {
    return shape;
  }

  /** The adapter's class. */
  String plugin() {
    return plugin;
  }

  /** The adapter's method: public, static, from objects to an object. */
  String advice() {
    return method;
  }
}
