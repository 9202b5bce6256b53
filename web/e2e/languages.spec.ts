import { expect } from '@playwright/test';
import { test } from './demo.ts';
