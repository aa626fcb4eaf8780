package android.content;

/** Takes the place of Android's class, so that the examples of the guide compile. */
public abstract class Context {}
