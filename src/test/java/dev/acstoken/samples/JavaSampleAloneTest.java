package dev.acstoken.samples;

import dev.acstoken.interop.Interop;

/** Runs the Java package as in an app, without the endpoint's libraries. */
@Interop
class JavaSampleAloneTest extends SampleAppContract {
  JavaSampleAloneTest() throws InterruptedException {
    super(Sample.ofMaven("java", Sample.CLIENT_PROGRAM));
  }
}
