package dev.acstoken.samples;

class JavaSampleTest extends SampleAppContract {
  JavaSampleTest() {
    super(Sample.java());
  }
}
