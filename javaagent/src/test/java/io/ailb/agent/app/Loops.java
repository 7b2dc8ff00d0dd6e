package io.ailb.agent.app;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Asks for models that nobody can serve, all at once, and tells how each call ended and how often
 * it was asked for, as the load balancer has counted.
 */
public final class Loops {
  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  private Loops() {}

  /** One call of a client. */
  @FunctionalInterface
  public interface Client {
    Object ask(String model, boolean stream) throws Exception;
  }

  /** Ends the JVM. */
  public static void run(Client client, List<String> models) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> asked = new ArrayList<>();
    for (String model : models) {
      asked.add(
          threads.submit(
              () -> {
                System.out.println(model + ": " + ended(client, model) + counts(model));
                return null;
              }));
    }
    for (Future<?> one : asked) {
      one.get();
    }
    System.out.println("end");
    System.exit(0);
  }

  private static String ended(Client client, String model) {
    Callable<Object> call = () -> client.ask(model, model.endsWith("-stream"));
    try {
      return "answer " + call.call();
    } catch (ExecutionException e) {
      return e.getCause().getClass().getSimpleName();
    } catch (Throwable e) {
      return e.getClass().getSimpleName();
    }
  }

  /** Each model has a pool of that name. */
  private static String counts(String pool) throws Exception {
    ObjectName bean = Registered.bean(BEANS, "type=Pool,pool=" + pool);
    long tries = 0;
    for (ObjectName endpoint :
        BEANS.queryNames(new ObjectName("ailb:type=Endpoint,pool=" + pool + ",*"), null)) {
      tries += (long) BEANS.getAttribute(endpoint, "RequestsTotal");
    }
    return ", " + BEANS.getAttribute(bean, "RequestsTotal") + " requests, " + tries + " tries";
  }
}
