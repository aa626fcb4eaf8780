package dev.acstoken.modelcheck;

/** A deliberate bug in the protocol of identities, in one of its models. */
sealed interface IdentityMutant permits UserMutant, AdoptionMutant, MoveMutant, LeaseMutant {}
