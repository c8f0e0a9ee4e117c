package dev.daybook.examples.orders.web.notice;

import dev.daybook.examples.orders.reaction.MailServer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the mails that the shop has sent since it was opened. */
@RestController
final class NoticeController {

    private final MailServer mails;

    NoticeController(MailServer mails) {
        this.mails = mails;
    }

    @GetMapping("/api/notices")
    MailServer.Sent notices() {
        return mails.sent();
    }
}
