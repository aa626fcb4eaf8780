package dev.acstoken.samples;

class TypeScriptSampleTest extends SampleAppContract {
  TypeScriptSampleTest() throws InterruptedException {
    super(Sample.typeScript());
  }
}
