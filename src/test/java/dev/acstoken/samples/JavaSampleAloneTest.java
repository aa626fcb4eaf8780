package dev.acstoken.samples;

import dev.acstoken.interop.Interop;

/** As an app has it: without the endpoint's libraries. */
@Interop
class JavaSampleAloneTest extends SampleAppContract {
  JavaSampleAloneTest() throws InterruptedException {
    super(Sample.ofMaven("java", Client.class.getName()));
  }
}
