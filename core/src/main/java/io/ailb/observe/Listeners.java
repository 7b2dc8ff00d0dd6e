package io.ailb.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many listeners as one; keeps the faults of one from the others and from the request. */
public final class Listeners implements Listener {
  private static final Logger LOG = LoggerFactory.getLogger("ailb.observe");

  /** Never changed but replaced, with the lock. */
  private volatile Listener[] listeners = {};

  public synchronized void add(Listener listener) {
    List<Listener> more = new ArrayList<>(List.of(listeners));
    more.add(Objects.requireNonNull(listener, "listener"));
    listeners = more.toArray(Listener[]::new);
  }

  public synchronized void remove(Listener listener) {
    List<Listener> fewer = new ArrayList<>(List.of(listeners));
    fewer.remove(listener);
    listeners = fewer.toArray(Listener[]::new);
  }

  @Override
  public void takenOver(TakenOver event) {
    tell(listener -> listener.takenOver(event));
  }

  @Override
  public void attemptEnded(AttemptEnded event) {
    tell(listener -> listener.attemptEnded(event));
  }

  @Override
  public void requestEnded(RequestEnded event) {
    tell(listener -> listener.requestEnded(event));
  }

  @Override
  public void passedThrough(PassedThrough event) {
    tell(listener -> listener.passedThrough(event));
  }

  @Override
  public void endpointChanged(EndpointChanged event) {
    tell(listener -> listener.endpointChanged(event));
  }

  @Override
  public void budgetSpent(BudgetSpent event) {
    tell(listener -> listener.budgetSpent(event));
  }

  @Override
  public void poolExhausted(PoolExhausted event) {
    tell(listener -> listener.poolExhausted(event));
  }

  @Override
  public void nobodyCan(NobodyCan event) {
    tell(listener -> listener.nobodyCan(event));
  }

  @Override
  public void answerLost(AnswerLost event) {
    tell(listener -> listener.answerLost(event));
  }

  @Override
  public void bug(Bug event) {
    tell(listener -> listener.bug(event));
  }

  private void tell(Consumer<Listener> event) {
    for (Listener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Exception | LinkageError | AssertionError e) { // a metrics jar may be missing
        LOG.warn("a listener failed: {}", listener.getClass().getName(), e);
      }
    }
  }
}
