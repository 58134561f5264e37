"""Domains that prove nothing of a structure: anybody may have an address, or a page, there.

Mail providers that people in France use, access providers among them, then hosts of free pages.
"""

WEBMAIL = frozenset(
    """
    gmail.com googlemail.com
    outlook.com outlook.fr outlook.be hotmail.com hotmail.fr hotmail.be hotmail.co.uk hotmail.ch
    live.com live.fr live.be msn.com windowslive.com
    yahoo.com yahoo.fr yahoo.co.uk yahoo.de yahoo.es yahoo.it yahoo.be ymail.com rocketmail.com
    aol.com aol.fr icloud.com me.com mac.com
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com
    gmx.com gmx.fr gmx.net gmx.de gmx.at gmx.ch web.de mail.com caramail.com caramail.fr
    zoho.com zohomail.com zohomail.eu fastmail.com fastmail.fm mailo.com mailo.fr netcourrier.com
    mail.ru yandex.com yandex.ru hey.com posteo.net posteo.de posteo.eu mailbox.org runbox.com
    orange.fr wanadoo.fr voila.fr voila.com nordnet.fr
    free.fr freesbee.fr online.fr aliceadsl.fr alice.fr libertysurf.fr tiscali.fr worldonline.fr
    oreka.com ifrance.com chez.com infonie.fr
    sfr.fr neuf.fr cegetel.net club-internet.fr 9online.fr 9business.fr neufcegetel.fr
    numericable.fr numericable.com noos.fr modulonet.fr ac-noos.fr
    bbox.fr bouyguestelecom.fr bouygtel.fr
    laposte.net
    evc.net calixo.net estvideo.fr vialis.net ozone.net knet.fr
    mediaserv.net only.fr zeop.re canl.nc mls.nc lagoon.nc mail.pf
    riseup.net disroot.org ik.me ikmail.com infomaniak.com bluewin.ch sunrise.ch hispeed.ch
    skynet.be proximus.be telenet.be scarlet.be voo.be pt.lu internet.lu
    t-online.de freenet.de arcor.de libero.it virgilio.it alice.it tiscali.it terra.es
    telefonica.net
    """.split()  # noqa: SIM905 a block of domains reads better than as many quoted ones
)

PLATFORMS = frozenset(
    """
    facebook.com fb.com instagram.com linkedin.com twitter.com x.com youtube.com tiktok.com
    google.com sites.google.com goo.gl wixsite.com wix.com wordpress.com blogspot.com blogspot.fr
    jimdo.com jimdofree.com jimdosite.com e-monsite.com over-blog.com canalblog.com webnode.fr
    weebly.com squarespace.com strikingly.com site123.me framasite.org helloasso.com linktr.ee
    pagesperso-orange.fr monsite-orange.fr pagesjaunes.fr pagespro-orange.fr perso.sfr.fr
    github.io netlify.app vercel.app business.site
    """.split()  # noqa: SIM905 as above
)

NOBODYS_OWN = WEBMAIL | PLATFORMS
