"""Why a file cannot be read or written, in French: the system says it in its own language."""

import errno

_WHY = {
    errno.ENOENT: "il n’existe pas",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "un fichier tient lieu de dossier dans son chemin",
    errno.EACCES: "vous n’y avez pas accès",
    errno.EPERM: "vous n’y avez pas accès",
    errno.EROFS: "son disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "votre part du disque est pleine",
    errno.ENAMETOOLONG: "son nom est trop long",
}


def why(error: OSError) -> str:
    return _WHY.get(error.errno or 0) or error.strerror or str(error)
