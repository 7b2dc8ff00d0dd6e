import java.util.Scanner;
import javax.management.Attribute;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A console in a JVM of its own, which has no class of ours: does what it reads, says what it got. */
class Console {
  public static void main(String[] arguments) throws Exception {
    ObjectName root = new ObjectName("ailb:type=AiLb");
    try (JMXConnector connector =
        JMXConnectorFactory.connect(new JMXServiceURL(arguments[0]))) {
      MBeanServerConnection jmx = connector.getMBeanServerConnection();
      jmx.addNotificationListener(
          root,
          (heard, handback) -> {
            CompositeData data = (CompositeData) heard.getUserData();
            say(
                "heard "
                    + heard.getType()
                    + " from "
                    + heard.getSource()
                    + " "
                    + data.get("before")
                    + ">"
                    + data.get("after")
                    + ": "
                    + data.get("reason"));
          },
          null,
          null);
      say("listening");
      Scanner in = new Scanner(System.in);
      while (in.hasNextLine()) {
        String line = in.nextLine();
        try {
          if (line.startsWith("mode ")) {
            jmx.setAttribute(root, new Attribute("Mode", line.substring(5)));
            say("done");
          } else {
            say("got " + jmx.invoke(root, line, null, null));
          }
        } catch (Exception e) {
          StringBuilder chain = new StringBuilder("threw");
          Throwable last = e;
          for (Throwable t = e; t != null; t = t.getCause()) {
            chain.append(' ').append(t.getClass().getName());
            last = t;
          }
          say(chain + ": " + last.getMessage());
        }
      }
    }
  }

  private static void say(String line) {
    System.out.println(line.replace('\n', ' '));
  }
}
