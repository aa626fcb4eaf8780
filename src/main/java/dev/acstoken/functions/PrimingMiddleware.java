package dev.acstoken.functions;

import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareChain;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareContext;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.app.Primer;

/**
 * Primes the application when the Java worker loads it. Middleware is the only application code
 * that the worker instantiates before the first request. This middleware does not change calls.
 */
public final class PrimingMiddleware implements Middleware {

  /** Called by the worker, which loads this class as a service. */
  public PrimingMiddleware() {
    Primer.start(LazyApplication.fromEnvironment());
  }

  @Override
  public void invoke(MiddlewareContext context, MiddlewareChain chain) throws Exception {
    chain.doNext(context);
  }
}
