package io.ailb.okhttp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What ai-lb writes to the log, from INFO on, while this is open. */
final class Logged implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("ailb");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  Logged() {
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
  }

  List<ILoggingEvent> events() {
    return List.copyOf(appender.list);
  }

  long linesWith(String words) {
    return events().stream().filter(e -> e.getFormattedMessage().contains(words)).count();
  }

  @Override
  public void close() {
    logger.setLevel(null);
    logger.detachAppender(appender);
  }
}
