package io.ailb.agent.reactornetty;

import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the application's client that ends in this JVM, one request after the other, as
 * any does. Messages pass as the objects that they are, so there is nothing to encode or to parse.
 * On its event loop alone, but for what says otherwise.
 */
final class PoolChannel extends AbstractChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false);
  private static final SocketAddress LOCAL =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final ChannelConfig config = new AnyOption(this);
  private final Queue<Object> arrived = new ArrayDeque<>();

  private volatile boolean open = true;
  private volatile @Nullable SocketAddress remote;
  private volatile @Nullable Conversation conversation;
  private boolean wanted;

  PoolChannel() {
    super(null);
  }

  /** The next request is this one's. */
  void serve(Conversation next) {
    conversation = next;
  }

  /**
   * Messages for the application that come at once, on any thread; a {@link Throwable} breaks the
   * connection.
   */
  void offer(Object... messages) {
    inOrder(
        () -> {
          if (open) {
            arrived.addAll(List.of(messages));
            deliver();
          }
        });
  }

  /**
   * Later, also if this is the event loop: whoever is reading now is not to be called by whom it
   * has asked.
   */
  private void inOrder(Runnable task) {
    try {
      eventLoop().execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      open = false; // with the threads, the application has shut its client down
    }
  }

  private void deliver() {
    if (!wanted || arrived.isEmpty()) {
      return;
    }
    wanted = false;
    for (Object message = arrived.poll(); message != null; message = arrived.poll()) {
      if (message instanceof Throwable failure) {
        breakOff(failure);
        return;
      }
      if (message instanceof LastHttpContent && conversation != null && conversation.isOver()) {
        conversation = null;
      }
      pipeline().fireChannelRead(message);
    }
    pipeline().fireChannelReadComplete();
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (LinkageError e) {
      breakOff(e);
    }
  }

  /** To Reactor, a {@link LinkageError} is the end of the JVM, and nobody hears of it. */
  private void breakOff(Throwable why) {
    pipeline()
        .fireExceptionCaught(
            why instanceof LinkageError ? new IOException(why.toString(), why) : why);
    ChannelFuture unused = close();
  }

  @Override
  protected void doBeginRead() {
    wanted = true;
    askAgain();
  }

  /** If the application waits for a message, tells who may not have known how to get one. */
  void askAgain() {
    inOrder(
        () -> {
          deliver();
          Conversation asked = conversation;
          if (wanted && asked != null) {
            asked.wanted();
          }
        });
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer written) throws ClosedChannelException {
    for (Object message = written.current(); message != null; message = written.current()) {
      Conversation partner = conversation;
      if (partner == null) {
        throw new ClosedChannelException();
      }
      partner.written(message);
      written.remove();
    }
  }

  @Override
  protected void doClose() {
    open = false;
    Conversation partner = conversation;
    conversation = null;
    if (partner != null) {
      partner.left();
    }
    arrived.clear(); // all of it is on the heap, which nobody counts
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new Connecting();
  }

  private final class Connecting extends AbstractUnsafe {
    @Override
    public void connect(SocketAddress to, @Nullable SocketAddress from, ChannelPromise promise) {
      if (!promise.setUncancellable() || !ensureOpen(promise)) {
        return;
      }
      ChannelHandlerContext codec = pipeline().context(HttpClientCodec.class);
      if (codec != null) { // others are put beside it, by its name
        pipeline().replace(codec.name(), codec.name(), new ChannelDuplexHandler());
      }
      remote = to;
      safeSetSuccess(promise);
      pipeline().fireChannelActive();
    }
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return true;
  }

  @Override
  protected SocketAddress localAddress0() {
    return LOCAL;
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return remote;
  }

  @Override
  protected void doBind(SocketAddress address) {}

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return open && remote != null;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  /** Takes the options of sockets for done. */
  private static final class AnyOption extends DefaultChannelConfig {
    AnyOption(PoolChannel channel) {
      super(channel);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
      boolean unused = super.setOption(option, value);
      return true;
    }
  }
}
