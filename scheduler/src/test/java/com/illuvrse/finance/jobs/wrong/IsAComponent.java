package com.illuvrse.finance.jobs.wrong;

import org.springframework.stereotype.Service;

/** Breaks a rule on purpose. */
@Service
public class IsAComponent {}
