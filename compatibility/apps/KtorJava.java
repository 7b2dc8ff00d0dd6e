import io.ktor.client.engine.java.Java;

/** Ktor's client over its engine of java.net.http. */
public final class KtorJava extends Ktor {
  public KtorJava() {
    super(Java.INSTANCE);
  }
}
