package org.chancery.processes.est;

import org.chancery.engine.Work;

/**
 * Closes the making good of a rejected step. Before the results are delivered it changes nothing, since they will tell;
 * afterwards it brings the case up to date.
 */
final class CloseRemedy implements Work {

    @Override
    public void run(Context context) {
        if (context.variable("allGranted").isPresent()) {
            DeliverResults.summarise(context);
        }
    }
}
