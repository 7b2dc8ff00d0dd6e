package io.ailb;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** The log of the tests: silent, and read by those whose subject it is. */
public final class CapturedLog implements SLF4JServiceProvider, AutoCloseable {
  private static final List<CapturedLog> OPEN = new CopyOnWriteArrayList<>();

  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Everything of INFO and above from now on, until it is closed. */
  public static CapturedLog open() {
    CapturedLog log = new CapturedLog();
    OPEN.add(log);
    return log;
  }

  /** Such as {@code WARN words}. */
  public List<String> lines() {
    return new ArrayList<>(lines);
  }

  /** Those that hold this text. */
  public List<String> with(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void close() {
    OPEN.remove(this);
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return CapturingLogger::new;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return new BasicMarkerFactory();
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return new NOPMDCAdapter();
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  private static final class CapturingLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    CapturingLogger(String name) {
      this.name = name;
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return !OPEN.isEmpty();
    }

    @Override
    public boolean isWarnEnabled() {
      return !OPEN.isEmpty();
    }

    @Override
    public boolean isErrorEnabled() {
      return !OPEN.isEmpty();
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return Logger.class.getName();
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String pattern, Object[] arguments, Throwable throwable) {
      String line = level + " " + MessageFormatter.basicArrayFormat(pattern, arguments);
      OPEN.forEach(log -> log.lines.add(throwable == null ? line : line + " " + throwable));
    }
  }
}
