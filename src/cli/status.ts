/** How the command ends where it does not end as the simulated program does. */
export const ExitStatus = {
  /** The command was called in a wrong way. */
  usage: 2,
  /** The program needs something that is not simulated. */
  notSimulated: 3,
  /** A budget ended the run; what it printed stands. */
  budget: 4,
  /** The simulator made a mistake (EX_SOFTWARE of sysexits.h). */
  fault: 70,
} as const;
