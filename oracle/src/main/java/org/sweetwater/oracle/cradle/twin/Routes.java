package org.sweetwater.oracle.cradle.twin;

/** How nodes know the way. Each node acts on what it believes, which may be out of date. */
sealed interface Routes permits LinkStateRoutes, DistanceVectorRoutes {
  /** In place of a link: there is no way. */
  int NONE = -1;

  /** The link by which a node sends what is for a destination, or {@link #NONE}. */
  int next(int node, int destination);

  /** The link's source no longer holds it for usable. */
  void lost(int link);

  /** The link's source holds it for usable again. */
  void found(int link);

  /**
   * The link's source tells its target all that it may lack: they are neighbours again, or nothing
   * came through for a time that was too short for either to notice.
   */
  void retell(int link);

  /**
   * A node runs again and knows nothing but the network's plan, and that it has no neighbour yet.
   */
  void restarted(int node);

  /** News arrive over a link. */
  void news(int message, int link);

  /** A node acts on what it has learned. */
  void act(int node, int itsGeneration);

  /** How many messages were sent. */
  long messages();
}
