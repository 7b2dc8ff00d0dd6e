import io.ktor.client.engine.cio.CIO;

/** Ktor's client over its own engine, CIO. */
public final class KtorCio extends Ktor {
  public KtorCio() {
    super(CIO.INSTANCE);
  }
}
