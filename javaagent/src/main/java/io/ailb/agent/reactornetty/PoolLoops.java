package io.ailb.agent.reactornetty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import reactor.netty.resources.LoopResources;

/**
 * The application's threads, with our channels on them. Equal if the threads are: the client keeps
 * a pool of connections for each.
 */
record PoolLoops(LoopResources threads) implements LoopResources {
  @Override
  @SuppressWarnings("unchecked") // the client takes it for what it is, a channel
  public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
    return (C) new PoolChannel();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <C extends Channel> Class<? extends C> onChannelClass(
      Class<C> type, EventLoopGroup group) {
    return (Class<? extends C>) PoolChannel.class;
  }

  @Override
  public EventLoopGroup onClient(boolean useNative) {
    return threads.onClient(useNative);
  }

  @Override
  public EventLoopGroup onServer(boolean useNative) {
    return threads.onServer(useNative);
  }

  @Override
  public boolean daemon() {
    return threads.daemon();
  }
}
